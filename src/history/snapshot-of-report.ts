import type { EndpointReport } from '../model/endpoint-report.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import type { CertificateRecord } from './certificate-record.ts';
import type { Snapshot, SnapshotEndpoint } from './snapshot.ts';

/** What a report alone says. Of endpoints that did not answer nothing is known then. */
export function snapshotOfReport(
  name: string,
  summary: Pick<ScanSummary, 'startedAt' | 'causes'>,
  endpoints: Iterable<EndpointReport>,
): Snapshot {
  const read = [...endpoints].map(readEndpoint);
  return {
    name,
    startedAt: summary.startedAt,
    causes: new Map(summary.causes.map((cause) => [cause.key, { ...cause, waived: cause.waiver !== null }])),
    endpoints: new Map(read.map((endpoint) => [endpoint.id, endpoint])),
  };
}

function readEndpoint({ id, verdict, chain, seenFrom }: EndpointReport): SnapshotEndpoint {
  const [leaf] = chain;
  return {
    id,
    verdict,
    answered: verdict !== 'unreachable',
    leaf: leaf === undefined ? null : readLeaf(leaf),
    chain: chain.map(({ sha256 }) => sha256),
    seenFrom: seenFrom ?? null,
  };
}

function readLeaf(leaf: EndpointReport['chain'][number]): CertificateRecord {
  if (!('error' in leaf)) {
    const { sha256, subject, issuer, serialNumber, notBefore, notAfter, dnsNames, extendedKeyUsage } = leaf;
    const publicKeySha256 = leaf.publicKeySha256 ?? null;
    return { sha256, subject, issuer, serialNumber, notBefore, notAfter, dnsNames, extendedKeyUsage, publicKeySha256 };
  }
  const none = { subject: null, issuer: null, serialNumber: null, notBefore: null, notAfter: null };
  return { sha256: leaf.sha256, ...none, dnsNames: null, extendedKeyUsage: null, publicKeySha256: null };
}
