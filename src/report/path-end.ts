import type { CertificateSummary, EndpointReport } from '../model/endpoint-report.ts';

/**
 * The certificate that ends the validity of the path used, root included: what "expires" means in every output. Certificates that were
 * presented and that the path does not need do not count. Without a path it is the first to expire of the leaf and the issuers that
 * its issuer's name leads to; undefined if there is no leaf to read.
 */
export function findPathEnd(endpoint: EndpointReport): CertificateSummary | undefined {
  const known = new Map<string, CertificateSummary>();
  for (const each of [...endpoint.chain, ...endpoint.issuers]) if ('notAfter' in each) known.set(each.sha256, each);
  const [first] = endpoint.chain;
  const leaf = first && known.get(first.sha256);
  if (leaf === undefined) return undefined;
  const path = endpoint.trust.find((each) => each.path !== null)?.path;
  const used = path ? path.flatMap((sha256) => known.get(sha256) ?? []) : followIssuers(leaf, [...known.values()]);
  return used.reduce((end, each) => (Date.parse(each.notAfter) < Date.parse(end.notAfter) ? each : end), leaf);
}

/** Goes up by names, which no one verified: good enough to say when what was presented ends. Each certificate once. */
function followIssuers(leaf: CertificateSummary, known: readonly CertificateSummary[]): readonly CertificateSummary[] {
  const followed = new Set([leaf]);
  for (let current: CertificateSummary | undefined = leaf; current !== undefined; ) {
    const { issuer }: CertificateSummary = current;
    current = known.find((each) => each.subject === issuer && !followed.has(each));
    if (current !== undefined) followed.add(current);
  }
  return [...followed];
}
