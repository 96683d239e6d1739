import type { Cause } from '../../model/cause.ts';
import { describePlace } from '../../model/describe-place.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import { groupBy } from '../../model/group-by.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { isProofUnverified, isTrustUnverified } from '../../model/unverified.ts';
import type { FailureKind } from '../../model/vocabulary.ts';
import { severityRank } from '../list-failures.ts';
import { placesOf } from '../places-of.ts';
import { describeExpiry, timeLeft } from './nagios-expiry.ts';
import { isAlert, type NagiosRange } from './nagios-range.ts';

/** In the order of the exit codes that plugins have. */
export const nagiosStates = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
export type NagiosState = (typeof nagiosStates)[number];

/** Options of the plugin. If a range is given, the time left is judged by it instead of by the check `expiry-margin`. */
export interface NagiosThresholds {
  /** For the time that the path used has left. */
  readonly warning?: NagiosRange | undefined;
  readonly critical?: NagiosRange | undefined;
  /** The state of an endpoint that showed no certificate. */
  readonly unreachable: 'CRITICAL' | 'UNKNOWN';
}

/** One thing that raises an alert. */
export interface Problem {
  readonly state: Exclude<NagiosState, 'OK'>;
  readonly kind: 'cause' | 'unreachable' | 'run';
  /** Comes before other problems of the same state. */
  readonly rank: number;
  /** What is wrong; no full stop. */
  readonly title: string;
  readonly places: readonly string[];
  /** Whole sentences; may be empty. */
  readonly remedy: string;
}

/** Everything that raises an alert, worst first. A cause outranks an endpoint that could not be audited, as it does in exit codes. */
export function listProblems(report: ScanReport, thresholds: NagiosThresholds): readonly Problem[] {
  const order = ['UNKNOWN', 'WARNING', 'CRITICAL'];
  const problems = [
    ...describeRun(report),
    ...countedCauses(report, thresholds).map(toProblem),
    ...judgeTimeLeft(report, thresholds),
    ...unreachableEndpoints(report, thresholds),
    ...silentRanges(report, thresholds),
  ];
  return problems.sort((a, b) => order.indexOf(b.state) - order.indexOf(a.state) || b.rank - a.rank);
}

function countedCauses({ causes }: ScanReport, thresholds: NagiosThresholds): readonly Cause[] {
  return causes.filter(
    ({ fault, severity, waiver }) =>
      waiver === null && severity !== 'info' && !(hasRange(thresholds) && fault.startsWith('expiry-margin/')),
  );
}

function toProblem(cause: Cause): Problem {
  const { severity, title, remedy } = cause;
  const places = placesOf(cause);
  const state = severity === 'warning' ? 'WARNING' : 'CRITICAL';
  return { state, kind: 'cause', rank: severityRank(severity), title: withoutFullStop(title), places, remedy };
}

/** One for each certificate that ends a path too soon, on however many endpoints. */
function judgeTimeLeft({ endpoints, asOf }: ScanReport, thresholds: NagiosThresholds): readonly Problem[] {
  if (!hasRange(thresholds)) return [];
  const alerts = endpoints.flatMap((endpoint) => judgeEnd(endpoint, thresholds, asOf) ?? []);
  return [...groupBy(alerts, ({ state, sha256 }) => `${state} ${sha256}`).values()].map((same) => {
    const places = new Set(same.flatMap((each) => each.places));
    return { ...same[0], places: [...places] };
  });
}

function judgeEnd(endpoint: EndpointReport, { warning, critical }: NagiosThresholds, asOf: string) {
  const left = timeLeft(endpoint, asOf);
  if (left === undefined) return undefined;
  const range = [critical, warning].find((each) => each !== undefined && isAlert(each, left[each.unit]));
  if (range === undefined || isExpiryReported(endpoint.causes, left.isPast)) return undefined;
  const expiry = endpoint.causes.find(
    ({ fault, certificate }) => fault.startsWith('expiry-margin/') && certificate === left.sha256,
  );
  const title = range.unit === 'days' ? expiry?.title : undefined;
  return {
    state: range === critical ? 'CRITICAL' : 'WARNING',
    kind: 'cause',
    rank: severityRank(range === critical ? 'critical' : 'warning'),
    title: `${title ?? describeExpiry(left, range.unit)}, threshold ${range.text}`,
    places: [describePlace(endpoint)],
    remedy: expiry?.remedy ?? (left.isPast ? 'Replace it.' : 'Renew or replace it before then.'),
    sha256: left.sha256,
  } as const;
}

/** Whether the end of the path is accepted by a waiver, or a cause already says that it has passed. */
function isExpiryReported(causes: readonly Cause[], hasExpired: boolean): boolean {
  return causes.some(({ fault, severity, waiver }) => {
    if (fault.startsWith('expiry-margin/')) return waiver !== null;
    if (!fault.startsWith('validity-period/') || !hasExpired) return false;
    return waiver !== null || severity === 'critical' || severity === 'error';
  });
}

function hasRange({ warning, critical }: NagiosThresholds): boolean {
  return warning !== undefined || critical !== undefined;
}

/**
 * Kinds of failures of this machine, which say nothing of the server. To the Monitoring Plugins guidelines ("Plugin Return Codes")
 * a plugin that cannot open a socket is UNKNOWN.
 */
const ownFailures: readonly (FailureKind | undefined)[] = [
  'no-address-family',
  'socket-error',
  'site-without-worker',
  'not-allowed',
];

/** Endpoints behind one address and port fail together: one problem. */
function unreachableEndpoints({ endpoints }: ScanReport, { unreachable }: NagiosThresholds): readonly Problem[] {
  const unseen = endpoints.filter(({ verdict }) => verdict === 'unreachable');
  const messageOf = ({ failure }: EndpointReport): string => failure?.message ?? 'No certificate was seen';
  const groups = groupBy(unseen, (endpoint) =>
    JSON.stringify([endpoint.failure?.kind, messageOf(endpoint), endpoint.address ?? endpoint.host, endpoint.port]),
  );
  return [...groups.values()].map((same) => ({
    state: ownFailures.includes(same[0].failure?.kind) ? 'UNKNOWN' : unreachable,
    kind: 'unreachable',
    rank: severityRank('critical'),
    title: withoutFullStop(messageOf(same[0])),
    places: [...new Set(same.map(describePlace))],
    remedy: '',
  }));
}

/** Ranges in which nothing answers; in others silence is usual. */
function silentRanges({ ranges = [] }: ScanReport, { unreachable }: NagiosThresholds): readonly Problem[] {
  return ranges
    .filter(({ answered }) => answered === 0)
    .map(({ silent, message }) => ({
      state: Object.keys(silent).every((kind) => ownFailures.some((own) => own === kind)) ? 'UNKNOWN' : unreachable,
      kind: 'unreachable',
      rank: severityRank('critical'),
      title: withoutFullStop(message),
      places: [],
      remedy: '',
    }));
}

function* describeRun({ complete, endpoints, ranges = [], deploymentFindings }: ScanReport): Generator<Problem> {
  const unknown = (title: string, places: readonly string[] = []): Problem => {
    return { state: 'UNKNOWN', kind: 'run', rank: 0, title: withoutFullStop(title), places, remedy: '' };
  };
  if (!complete) yield unknown('The run was interrupted before every endpoint was audited');
  else if (endpoints.length === 0 && ranges.length === 0) yield unknown('No endpoint was given to audit');
  for (const endpoint of endpoints) {
    const bug = endpoint.findings.find(({ reason }) => reason === 'internal-error');
    if (bug !== undefined) yield unknown(bug.message, [describePlace(endpoint)]);
    if (isTrustUnverified(endpoint))
      yield unknown('The chain has a signature that cannot be verified here', [describePlace(endpoint)]);
    if (isProofUnverified(endpoint))
      yield unknown('Whether the server has the private key could not be verified', [describePlace(endpoint)]);
  }
  for (const { reason, message } of deploymentFindings) if (reason === 'internal-error') yield unknown(message);
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}
