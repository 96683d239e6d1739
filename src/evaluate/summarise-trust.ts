import type { FetchedEvidence, PresentedCertificate, StoreTrust } from '../checks/evidence.ts';
import type { EndpointReport, TrustSummary } from '../model/endpoint-report.ts';
import { summariseCertificate } from './summarise-certificate.ts';

/** One entry a store, also if several trust lists name it. */
export function summariseTrust(trust: readonly StoreTrust[]): readonly TrustSummary[] {
  const byName = new Map(trust.map((entry) => [entry.store.name, entry]));
  return [...byName.values()].map(({ store, result }) =>
    result.ok
      ? { store: store.name, path: result.value.certificates.map(({ sha256 }) => sha256), error: null }
      : { store: store.name, path: null, error: { kind: result.error.kind, message: result.error.message } },
  );
}

/** What stands for trust if the leaf cannot be decoded, so that no path was ever looked for. */
export function undecodableTrust(stores: readonly string[], message: string): readonly TrustSummary[] {
  return [...new Set(stores)].map((store) => ({ store, path: null, error: { kind: 'undecodable', message } }));
}

/** Certificates of the paths that were not presented, with the store or the URL they came from. An anchor is the store's. */
export function summariseIssuers(
  trust: readonly StoreTrust[],
  presented: readonly PresentedCertificate[],
  fetched: FetchedEvidence | undefined,
): EndpointReport['issuers'] {
  const known = new Set(presented.map(({ sha256 }) => sha256));
  const urls = fetched && new Map(fetched.issuers.map(({ url, certificate }) => [certificate.sha256, url]));
  const issuers: EndpointReport['issuers'] = [];
  for (const { store, result } of trust) {
    if (!result.ok) continue;
    for (const certificate of result.value.certificates) {
      if (known.has(certificate.sha256)) continue;
      known.add(certificate.sha256);
      const isAnchor = store.findByFingerprint(certificate.sha256) !== undefined;
      const url = isAnchor ? undefined : urls?.get(certificate.sha256);
      const from = url === undefined ? `store:${store.name}` : `aia:${url}`;
      issuers.push({ ...summariseCertificate(certificate), from });
    }
  }
  return issuers;
}
