import type { EndpointReport } from '../../../src/model/endpoint-report.ts';

/**
 * Where chain-trust fails by a rule, the checks of that rule: at least one of them has to fail too. The kinds of key that public CAs
 * may not certify are no check's.
 */
const checksOfRule: Readonly<Record<string, readonly string[]>> = {
  expired: ['validity-period'],
  'not-yet-valid': ['validity-period'],
  'forbidden-signature-algorithm': ['signature-algorithm', 'signature-algorithm-deprecated', 'certificate-profile'],
  revoked: ['revocation-status'],
  'malformed-extension': ['certificate-encoding'],
};

/** Pairs of outcomes that deny each other. */
const denials: readonly (readonly [check: string, fault: string, denied: string])[] = [
  ['chain-trust', 'issuer-not-found', 'chain-completeness'],
  ['chain-trust', 'expired', 'expiry-margin'],
  ['validity-period', 'expired', 'chain-trust'],
  ['validity-period', 'issuer-expired', 'chain-trust'],
  ['validity-period', 'not-yet-valid', 'chain-trust'],
];

/** What in a report contradicts itself, or stands without a cause. Empty if nothing does. */
export function findContradictions({ id, chain, findings, causes }: EndpointReport): readonly string[] {
  const of = (check: string) => findings.find((finding) => finding.check === check);
  const trust = of('chain-trust');
  const problems: string[] = [];
  const rule = checksOfRule[trust?.fault ?? ''];
  // What is wrong with an anchor that was not sent is no fault of what was sent.
  const certificate = causes.find(({ key }) => key === trust?.cause)?.certificate;
  const isOfChain = chain.some(({ sha256 }) => sha256 === certificate);
  if (rule !== undefined && isOfChain && !rule.some((check) => of(check)?.outcome === 'fail')) {
    problems.push(`chain-trust/${trust?.fault} fails, and none of ${rule.join(', ')}`);
  }
  for (const [check, fault, denied] of denials) {
    if (of(check)?.fault === fault && of(denied)?.outcome === 'pass')
      problems.push(`${check}/${fault} fails and ${denied} passes`);
  }
  const keys = new Map(causes.map((cause) => [cause.key, cause]));
  if (keys.size !== causes.length) problems.push('two causes have one key');
  for (const { check, outcome, fault, cause } of findings) {
    if ((outcome === 'fail') !== (fault !== null)) problems.push(`${check} is ${outcome} with the fault ${fault}`);
    if ((outcome === 'fail') !== (cause !== null)) problems.push(`${check} is ${outcome} with the cause ${cause}`);
    if (cause !== null && !keys.has(cause)) problems.push(`${check} belongs to ${cause}, which is not listed`);
  }
  for (const { key, findings: counted } of causes) {
    const actual = findings.filter(({ cause }) => cause === key).length;
    if (actual !== counted) problems.push(`${key} counts ${counted} findings and has ${actual}`);
  }
  return problems.map((problem) => `${id}: ${problem}`);
}
