import type { TrustStore } from '../pki/path/path.ts';
import { createTrustStore } from '../pki/trust/trust-store.ts';
import { createMozillaStore } from '../pki/trust/mozilla-store.ts';
import type { SentStore } from './worker-messages.ts';

/** A store as it crosses to another thread. The bundled one of Mozilla is not sent. */
export function sendStore(store: TrustStore): SentStore {
  const { name, source } = store;
  if (source === createMozillaStore().source) return { name, source, date: null, anchors: null };
  const { date, distrustAfter } = store;
  return { name, source, date, distrustAfter, anchors: [...store.anchors] };
}

/** The store that was sent. It was read once before, so that it cannot be read is our bug. */
export function receiveStore({ anchors, ...about }: SentStore): TrustStore {
  if (anchors === null) return createMozillaStore({ name: about.name });
  const store = createTrustStore({ ...about, anchors });
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}
