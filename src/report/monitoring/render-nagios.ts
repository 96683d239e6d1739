import type { EndpointReport } from '../../model/endpoint-report.ts';
import { createIdRegister } from '../../model/endpoint-id.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { daysLeft } from '../days-left.ts';
import { addressLabel } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { firstSentence } from '../first-sentence.ts';
import { listFailures } from '../list-failures.ts';
import { isAlert, type NagiosRange } from './nagios-range.ts';

/** In the order of the exit codes that plugins have. */
export const nagiosStates = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
export type NagiosState = (typeof nagiosStates)[number];

/** Options of the plugin. If a range is given, days are judged by it instead of by `expiry-margin`. */
export interface NagiosThresholds {
  /** For the days that each certificate of the chain has left. */
  readonly warning?: NagiosRange | undefined;
  readonly critical?: NagiosRange | undefined;
  /** The state of an endpoint that showed no certificate. */
  readonly unreachable: 'CRITICAL' | 'UNKNOWN';
}

/** Nagios 3 keeps 4,096 bytes of output (MAX_PLUGIN_OUTPUT_LENGTH), performance data included. */
const maxTextLength = 1_000;

/**
 * One line as the Monitoring Plugins guidelines have it: state, the worst reason, how many more there are, and as
 * performance data the whole days that each certificate presented has left at `asOf`.
 */
export function renderNagios(
  report: ScanReport,
  thresholds: NagiosThresholds = { unreachable: 'CRITICAL' },
): { readonly state: NagiosState; readonly text: string } {
  const { asOf } = report;
  const reasons = [...gatherReasons(report, thresholds, asOf)].sort((a, b) => rank(b) - rank(a));
  const state = reasons[0]?.state ?? 'OK';
  const reason = escapeForTerminal(reasons[0] === undefined ? describePassing(report, asOf) : reasons[0].text);
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : '';
  const waived = countWaived(report);
  const text = cut(reason.replaceAll('|', '\\u{7c}'));
  const data = [...performanceData(report.endpoints, thresholds, asOf)].join(' ');
  return {
    state,
    text: `CERTMUSTER ${state}: ${text}${more}${waived === 0 ? '' : ` (${waived} waived)`}${data === '' ? '' : ` | ${data}`}\n`,
  };
}

/** Counted from the findings, because reports of older versions lack `summary.waived`. */
function countWaived({ endpoints, deploymentFindings }: ScanReport): number {
  const all = [...endpoints.flatMap(({ findings }) => findings), ...deploymentFindings];
  return all.filter(({ waiver }) => waiver !== undefined).length;
}

interface Reason {
  readonly state: Exclude<NagiosState, 'OK'>;
  readonly text: string;
  /** Comes before other reasons for the same state. */
  readonly isWorst?: boolean;
}

/** A finding outranks an endpoint that could not be audited, as it does in exit codes. */
function rank({ state, isWorst = false }: Reason): number {
  return ['UNKNOWN', 'WARNING', 'CRITICAL'].indexOf(state) * 2 + (isWorst ? 1 : 0);
}

function* gatherReasons(report: ScanReport, thresholds: NagiosThresholds, asOf: string): Generator<Reason> {
  const { endpoints, deploymentFindings, complete } = report;
  if (!complete) yield { state: 'UNKNOWN', text: 'The run was interrupted; not everything was audited.' };
  else if (endpoints.length === 0) yield { state: 'UNKNOWN', text: 'There was nothing to audit.' };
  for (const endpoint of endpoints) {
    const name = nameOf(endpoint);
    if (endpoint.verdict === 'unreachable') {
      const why = endpoint.failure?.message ?? 'No certificate was seen.';
      yield { state: thresholds.unreachable, text: `${name}: ${why}`, isWorst: true };
      continue;
    }
    yield* judgeDays(endpoint, thresholds, asOf);
    yield* judgeFindings(name, endpoint.findings, thresholds);
  }
  for (const finding of deploymentFindings) {
    yield* judgeFindings(finding.deployment ?? 'outside deployments', [finding], thresholds);
  }
}

/** The worst first within an endpoint. */
function* judgeFindings(name: string, findings: readonly Finding[], thresholds: NagiosThresholds): Generator<Reason> {
  const hasRanges = thresholds.warning !== undefined || thresholds.critical !== undefined;
  for (const { check, severity, message } of listFailures(findings)) {
    if (severity === 'info' || severity === null || (hasRanges && check === 'expiry-margin')) continue;
    const state = severity === 'warning' ? 'WARNING' : 'CRITICAL';
    yield { state, text: `${name}: ${check}: ${firstSentence(message)}`, isWorst: severity === 'critical' };
  }
  const bug = findings.find(({ reason }) => reason === 'internal-error');
  if (bug !== undefined) yield { state: 'UNKNOWN', text: `${name}: ${bug.message}` };
}

function* judgeDays(
  endpoint: EndpointReport,
  { warning, critical }: NagiosThresholds,
  asOf: string,
): Generator<Reason> {
  for (const [index, days] of daysOfChain(endpoint, asOf).entries()) {
    if (days === undefined) continue;
    const range = [critical, warning].find((each) => each !== undefined && isAlert(each, days));
    if (range === undefined) continue;
    const text = `${nameOf(endpoint)}: certificate ${index + 1} of the chain has ${days} days left, alert at ${range.text}`;
    yield { state: range === critical ? 'CRITICAL' : 'WARNING', text };
  }
}

/** The days left of each certificate presented; undefined: it cannot be decoded. */
function daysOfChain({ chain }: EndpointReport, asOf: string): readonly (number | undefined)[] {
  return chain.map((each) => ('notAfter' in each ? daysLeft(each.notAfter, asOf) : undefined));
}

function describePassing({ endpoints }: ScanReport, asOf: string): string {
  const all = endpoints.flatMap((endpoint) => daysOfChain(endpoint, asOf)).filter((days) => days !== undefined);
  const least = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const [first] = endpoints;
  const name = endpoints.length === 1 && first !== undefined ? nameOf(first) : `${endpoints.length} endpoints`;
  return Number.isFinite(least)
    ? `${name}: sound, ${least} days until the first certificate expires`
    : `${name}: sound`;
}

function nameOf(endpoint: EndpointReport): string {
  const { role, host, port } = endpoint;
  return port === null ? `${role} ${host}` : `${role} ${host}@${addressLabel(endpoint)}`;
}

/** `'label'=value[UOM];[warn];[crit];[min];[max]`; `U`: the value could not be determined. */
function* performanceData(
  endpoints: readonly EndpointReport[],
  { warning, critical }: NagiosThresholds,
  asOf: string,
): Generator<string> {
  const register = createIdRegister();
  for (const endpoint of endpoints) {
    const prefix = endpoints.length === 1 ? '' : `${nameOf(endpoint)} `;
    for (const [index, days] of daysOfChain(endpoint, asOf).entries()) {
      const label = quoteLabel(register(`${prefix}days_chain_elem${index + 1}`));
      yield `${label}=${days ?? 'U'};${warning?.text ?? ''};${critical?.text ?? ''};;`;
    }
  }
}

/** A label must not hold an equals sign; a quote would have to be doubled, which not every parser knows. */
function quoteLabel(text: string): string {
  const shown = escapeForTerminal(text).replace(
    /[=|']/g,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
  return `'${shown}'`;
}

function cut(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength - 1)}…`;
}
