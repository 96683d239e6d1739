import assert from 'node:assert/strict';

import type { JudgementContext } from '../../src/evaluate/contract.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { type EndpointReport, endpointReportSchema } from '../../src/model/endpoint-report.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';

/** A finding is read by people; a peer that can make it longer than this could drown them. */
const longestText = 8_000;

/** What holds of every report, whatever was observed: documented values, no bug of ours, and no verdict without evidence. */
export function assertReport(
  report: EndpointReport,
  { certificates, handshake, source, failure }: EndpointObservation,
  { now }: Pick<JudgementContext, 'now'>,
): void {
  assert.deepEqual(endpointReportSchema.parse(JSON.parse(JSON.stringify(report))), report, 'what is written is read');
  const outcomes = new Map(report.findings.map(({ check, outcome }) => [check, outcome]));
  assert.equal(outcomes.size, report.findings.length, 'one finding a check');
  for (const { check, outcome, message, reason, expected, observed } of report.findings) {
    assert.notEqual(reason, 'internal-error', `${check}: ${message}`);
    assert.ok(message.length > 0 && message.length < longestText, `${check}: a message of ${message.length}`);
    assert.ok((expected ?? '').length < longestText && (observed ?? '').length < longestText, check);
    assert.equal(reason !== null, outcome !== 'pass' && outcome !== 'fail' ? reason !== null : false, check);
  }
  const judged = (check: string): boolean => outcomes.get(check) === 'pass' || outcomes.get(check) === 'fail';
  if (certificates.length === 0) {
    assert.equal(report.verdict, 'unreachable');
    assert.ok(![...outcomes.keys()].some(judged), 'nothing was seen');
    return;
  }
  if (handshake !== null && source === 'network') {
    const { flightComplete, certificateRequest } = handshake;
    const isBroken = !flightComplete || (failure !== null && certificateRequest === null);
    if (isBroken) assert.notEqual(outcomes.get('handshake'), 'pass', 'a broken flight passes');
    if (isBroken && failure?.kind !== 'aborted') assert.equal(outcomes.get('handshake'), 'fail');
  }
  const leaf = decodeCertificate(certificates[0] as Uint8Array);
  if (!leaf.ok) {
    assert.equal(outcomes.get('chain-trust'), 'fail');
    for (const check of ofTheLeaf) assert.ok(!judged(check), `${check} on a leaf that does not decode`);
    return;
  }
  const paths = report.trust.flatMap(({ path }) => (path === null ? [] : [path]));
  if (outcomes.get('chain-trust') === 'pass') assert.ok(paths.some(([first]) => first === leaf.value.sha256));
  if (outcomes.get('validity-period') === 'pass') {
    const { notBefore, notAfter } = leaf.value;
    assert.ok(notBefore <= now && now <= notAfter, 'validity-period passes outside of the validity');
  }
  if (outcomes.get('key-possession') === 'pass') assert.equal(handshake?.keyPossession, 'proven');
  if (handshake === null || source === 'file') {
    for (const check of ofTheHandshake) assert.ok(!judged(check), `${check} without a handshake`);
  }
  if (outcomes.get('certificate-version') === 'pass') assert.equal(leaf.value.version, 3);
}

const ofTheLeaf = [
  'name-match',
  'subject-name',
  'key-usage',
  'extended-key-usage',
  'validity-period',
  'key-strength',
] as const;
const ofTheHandshake = [
  'protocol-version',
  'key-exchange-strength',
  'secure-renegotiation',
  'handshake',
  'key-possession',
  'clock-skew',
] as const;
