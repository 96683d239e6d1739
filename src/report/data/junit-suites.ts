import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { cite } from '../cite.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { findDescription, findFaultTitle } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { placesOf } from '../places-of.ts';
import { vantageLabel } from '../vantage-label.ts';
import { whatWasSeen } from '../what-was-seen.ts';

/** One answer, as a build server shows it. */
export interface TestCase {
  readonly name: string;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  /** Further lines. */
  readonly more: readonly string[];
}

/** What is shown together: the causes, an endpoint, or what concerns a deployment. */
export interface Suite {
  readonly name: string;
  readonly classname: string;
  readonly timestamp: string;
  readonly seconds: number | undefined;
  readonly cases: readonly TestCase[];
}

/** The causes first, then the endpoints, then what concerns more than one of them. */
export function* suitesOf(report: ScanReport): Generator<Suite> {
  const { endpoints, deploymentFindings, startedAt, causes, checks } = report;
  const context: Context = { checks, causes: new Map(causes.map((cause) => [cause.key, cause])) };
  if (causes.length > 0) {
    const evidence = listEvidence(report);
    const cases = causes.map((cause) => causeCase(cause, evidence.get(cause.key) ?? [], context));
    yield { name: 'causes', classname: 'causes', timestamp: startedAt, seconds: undefined, cases };
  }
  for (const endpoint of endpoints) {
    yield {
      name: endpoint.id,
      classname: [endpoint.deployment, endpoint.role, endpoint.host].filter((part) => part !== null).join('.'),
      timestamp: endpoint.observedAt,
      seconds: endpoint.handshake === null ? undefined : endpoint.handshake.durationMs / 1_000,
      cases: [reached(endpoint), ...endpoint.findings.map((finding) => toCase(finding, [], context))],
    };
  }
  for (const { range, answered, message } of report.ranges ?? []) {
    const result = answered === 0 ? 'error' : 'passed';
    const cases: readonly TestCase[] = [{ name: 'something answers', result, type: 'unreachable', message, more: [] }];
    yield { name: `range ${range}`, classname: 'ranges', timestamp: startedAt, seconds: undefined, cases };
  }
  for (const deployment of new Set(deploymentFindings.map((finding) => finding.deployment))) {
    const own = deploymentFindings.filter((finding) => finding.deployment === deployment);
    const classname = deployment === null ? 'across endpoints' : `across ${deployment}`;
    const cases = own.map((finding) => toCase(finding, [`Endpoints: ${finding.endpoints.join(', ')}`], context));
    yield { name: classname, classname, timestamp: startedAt, seconds: undefined, cases };
  }
}

interface Context {
  readonly checks: ScanReport['checks'];
  /** By key. */
  readonly causes: ReadonlyMap<string, Cause>;
}

/** Lines of a failure about what was seen; there may be some for each of many endpoints. */
const maxEvidenceLines = 20;

/** By the key of the cause: what was seen of it, and what follows from it, each line once. */
function listEvidence({ endpoints, deploymentFindings, causes }: ScanReport): ReadonlyMap<string, readonly string[]> {
  const evidence = new Map(causes.map((cause) => [cause.key, { cause, lines: new Set<string>() }]));
  const add = (finding: Finding): void => {
    const { cause, lines } = (finding.cause === null ? undefined : evidence.get(finding.cause)) ?? {};
    if (cause === undefined || lines === undefined || lines.size >= maxEvidenceLines) return;
    for (const line of describeEvidence(finding, cause)) lines.add(line);
  };
  for (const { findings } of endpoints) findings.forEach(add);
  deploymentFindings.forEach(add);
  return new Map([...evidence].map(([key, { lines }]) => [key, [...lines]]));
}

function describeEvidence({ check, message, expected, observed }: Finding, cause: Cause): readonly string[] {
  const { fault, title, why } = cause;
  if (!fault.startsWith(`${check}/`)) return [`Follows from it: ${check}: ${firstSentence(message)}`];
  // The title has a line of its own.
  const detail = whatWasSeen(message, why).replace(`${title}.`, '').trim();
  // On one line, because the same line of two endpoints is written once.
  const values = [
    ...(expected === null ? [] : [`Expected: ${expected}`]),
    ...(observed === null ? [] : [`Observed: ${observed}`]),
  ].join('; ');
  return [detail, values].filter((line) => line !== '');
}

/** The name stays the same from run to run, so that a build server knows the test again. */
function causeCase(cause: Cause, seen: readonly string[], { checks }: Context): TestCase {
  const { key, fault, severity, title, why, remedy, citation, endpoints, endpointsOmitted = 0, waiver } = cause;
  const places = placesOf(cause);
  const general = findFaultTitle(checks, fault);
  const more = [
    `Where: ${places.join(', ')}`,
    ...seen,
    `Why: ${why}`,
    `Remedy: ${remedy}`,
    `Source: ${cite(citation)}`,
    `Key: ${key}`,
    `Endpoints: ${endpoints.join(', ')}${endpointsOmitted === 0 ? '' : ` and ${endpointsOmitted} more`}`,
  ];
  const first = places.toSorted()[0];
  const subject = key.slice(key.lastIndexOf(':') + 1, key.lastIndexOf(':') + 9);
  const place = first === undefined ? '' : ` (${first})`;
  const name = `${fault}${general === undefined ? '' : `: ${general}`}${place} ${subject}${waiver === null ? '' : ' waived'}`;
  if (waiver !== null) {
    return { name, result: 'skipped', type: '', message: `Waived ${describeWaiver(waiver)} – ${title}`, more };
  }
  if (severity === 'info') return { name, result: 'skipped', type: '', message: `For information: ${title}`, more };
  return { name, result: 'failure', type: severity, message: title, more };
}

function reached(endpoint: EndpointReport): TestCase {
  const { verdict, failure } = endpoint;
  const vantage = vantageLabel(endpoint);
  const site = vantage === undefined ? [] : [`Site: ${vantage}`];
  const message = failure === null ? 'No certificate was seen.' : `${failure.stage}: ${failure.message}`;
  if (verdict === 'unreachable') {
    return { name: 'reached', result: 'error', type: failure?.kind ?? 'unreachable', message, more: site };
  }
  return {
    name: 'reached',
    result: 'passed',
    type: '',
    message: '',
    more: failure === null ? site : [message, ...site],
  };
}

function toCase(finding: Finding, more: readonly string[], { checks, causes }: Context): TestCase {
  const { check, outcome, message, expected, observed, reason, cause, waiver } = finding;
  const description = findDescription(checks, check);
  const name = description === undefined ? check : `${check}: ${description.title}`;
  const details = [
    ...(expected === null ? [] : [`Expected: ${expected}`]),
    ...(observed === null ? [] : [`Observed: ${observed}`]),
    ...more,
  ];
  const skip = (why: string): TestCase => ({ name, result: 'skipped', type: '', message: why, more: details });
  if (outcome === 'pass') return { name, result: 'passed', type: '', message: '', more: [message, ...details] };
  if (reason === 'internal-error') return { name, result: 'error', type: reason, message, more: details };
  if (outcome !== 'fail') return skip(`${outcome}${reason === null ? '' : ` (${reason})`}: ${message}`);
  const title = (cause === null ? undefined : causes.get(cause)?.title) ?? message;
  return skip(`${waiver === undefined ? 'See the cause' : `Waived ${describeWaiver(waiver)}`}: ${title}`);
}
