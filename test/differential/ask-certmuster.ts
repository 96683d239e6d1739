import { serverAuth } from '../pki/forge-extensions.ts';
import { matchName } from '../../src/pki/names/compare-names.ts';
import type { FindPath, PathError } from '../../src/pki/path/path.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import type { Hierarchy } from './hierarchy.ts';
import { judgedAt } from './validity.ts';

/** What certmuster says of a leaf: the path with a name that matches, the fault of the best path, or that the name is missing. */
export type OwnAnswer =
  | { readonly kind: 'accepted'; readonly path: readonly Certificate[] }
  | { readonly kind: 'refused'; readonly error: PathError }
  | { readonly kind: 'name-mismatch'; readonly path: readonly Certificate[] };

/** Judges every leaf as a scan would: a path under `rfc5280`, then the dialed name by RFC 9525. */
export function askCertmuster(hierarchy: Hierarchy, findPath: FindPath): readonly OwnAnswer[] {
  const { anchors, presented, leaves, host } = hierarchy;
  const store = createTrustStore({ name: 'anchors', source: 'generated', date: null, anchors });
  if (!store.ok) throw new Error(store.error.message);
  const candidates = presented.map(decode);
  return leaves.map(decode).map((leaf) => {
    const request = {
      leaf,
      candidates,
      store: store.value,
      at: judgedAt,
      profile: 'rfc5280' as const,
      purpose: serverAuth,
      host,
    };
    const found = findPath(request);
    if (!found.ok) return { kind: 'refused', error: found.error };
    const path = found.value.certificates;
    return { kind: matchName('rfc9525', leaf, host).matches ? 'accepted' : 'name-mismatch', path };
  });
}

function decode(der: Uint8Array): Certificate {
  const decoded = decodeCertificate(der);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}
