import type { JudgementContext } from '../../src/evaluate/contract.ts';
import type { TrustStore } from '../../src/pki/path/path.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import { now } from './observation.ts';

/** A store of the given anchors. */
export function storeOf(name: string, anchors: readonly Uint8Array[]): TrustStore {
  const store = createTrustStore({ name, source: 'test', date: null, anchors });
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}

/** A context whose store `contoso` has the anchors; nothing is publicly trusted unless `publicAnchors` say so. */
export function contextWith(
  anchors: readonly Uint8Array[],
  changes: Partial<JudgementContext> & { readonly publicAnchors?: readonly Uint8Array[] } = {},
): JudgementContext {
  const { publicAnchors = [], ...rest } = changes;
  return {
    now,
    stores: new Map([['contoso', storeOf('contoso', anchors)]]),
    publicStore: storeOf('mozilla', publicAnchors),
    overrides: new Map(),
    ...rest,
  };
}
