import {
  decodeSiteBatch,
  type SiteBatch,
  type SiteEnvelope,
  siteEnvelopeSchema,
  siteMessageFormat,
  type SiteRefusal,
} from '../model/site-messages.ts';
import { maxBatchBytes } from './message-bounds.ts';

/** What a worker took: `nothing` does not even say whose it is. */
export type ReadBatch =
  | { readonly kind: 'batch'; readonly batch: SiteBatch }
  | { readonly kind: 'refused'; readonly envelope: SiteEnvelope; readonly reason: SiteRefusal['reason'] }
  | { readonly kind: 'nothing' };

/** Reads what comes off the queue, which is hostile input. `site`: the one that the worker stands at. */
export function readBatch(body: Uint8Array, site: string): ReadBatch {
  if (body.length > maxBatchBytes) return { kind: 'nothing' };
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return { kind: 'nothing' };
  }
  const envelope = siteEnvelopeSchema.safeParse(json);
  if (!envelope.success) return { kind: 'nothing' };
  if (envelope.data.format !== siteMessageFormat) return { kind: 'refused', envelope: envelope.data, reason: 'format' };
  const batch = decodeSiteBatch(json);
  return batch.ok && batch.value.site === site && hasUniqueIds(batch.value)
    ? { kind: 'batch', batch: batch.value }
    : { kind: 'refused', envelope: envelope.data, reason: 'unreadable' };
}

function hasUniqueIds({ requests }: SiteBatch): boolean {
  return new Set(requests.map(({ id }) => id)).size === requests.length;
}
