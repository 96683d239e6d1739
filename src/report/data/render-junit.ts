import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { escapeMarkup } from '../escape-markup.ts';
import { findDescription } from '../find-description.ts';

/**
 * JUnit XML as Jenkins, GitLab and Azure read it: a suite for each endpoint, a test for each finding. A failing finding
 * is a failure from severity warning on; an endpoint that was not reached, and a bug of certmuster, are errors; what was
 * not judged, is waived or is only information is skipped, with the reason.
 */
export function* renderJUnit(report: ScanReport): Generator<string, void, undefined> {
  const total = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const { cases } of suitesOf(report)) {
    const counted = count(cases);
    for (const key of ['tests', 'failures', 'errors', 'skipped'] as const) total[key] += counted[key];
  }
  const time = (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1_000;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'certmuster', ...total, time })}>\n`;
  for (const suite of suitesOf(report)) yield renderSuite(suite, report.checks);
  yield '</testsuites>\n';
}

interface TestCase {
  readonly check: string;
  readonly result: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  /** Further lines. */
  readonly more: readonly string[];
}

interface Suite {
  readonly name: string;
  readonly classname: string;
  readonly timestamp: string;
  readonly seconds: number | undefined;
  readonly cases: readonly TestCase[];
}

function* suitesOf({ endpoints, deploymentFindings, startedAt }: ScanReport): Generator<Suite> {
  for (const endpoint of endpoints) {
    yield {
      name: endpoint.id,
      classname: [endpoint.deployment, endpoint.role, endpoint.host].filter((part) => part !== null).join('.'),
      timestamp: endpoint.observedAt,
      seconds: endpoint.handshake === null ? undefined : endpoint.handshake.durationMs / 1_000,
      cases: [reached(endpoint), ...endpoint.findings.map((finding) => toCase(finding, []))],
    };
  }
  for (const deployment of new Set(deploymentFindings.map((finding) => finding.deployment))) {
    const own = deploymentFindings.filter((finding) => finding.deployment === deployment);
    const classname = deployment === null ? 'across endpoints' : `across ${deployment}`;
    const cases = own.map((finding) => toCase(finding, [`Endpoints: ${finding.endpoints.join(', ')}`]));
    yield { name: classname, classname, timestamp: startedAt, seconds: undefined, cases };
  }
}

function reached({ verdict, failure }: EndpointReport): TestCase {
  const message = failure === null ? 'No certificate was seen.' : `${failure.stage}: ${failure.message}`;
  if (verdict === 'unreachable') {
    return { check: 'reached', result: 'error', type: failure?.kind ?? 'unreachable', message, more: [] };
  }
  return { check: 'reached', result: 'passed', type: '', message: '', more: failure === null ? [] : [message] };
}

function toCase(finding: Finding, more: readonly string[]): TestCase {
  const { check, outcome, severity, message, expected, observed, reason, waiver } = finding;
  const details = [
    ...(expected === null ? [] : [`Expected: ${expected}`]),
    ...(observed === null ? [] : [`Observed: ${observed}`]),
    ...more,
  ];
  const skip = (why: string): TestCase => ({ check, result: 'skipped', type: '', message: why, more: details });
  if (outcome === 'pass') return { check, result: 'passed', type: '', message: '', more: [message, ...details] };
  if (reason === 'internal-error') return { check, result: 'error', type: reason, message, more: details };
  if (outcome !== 'fail') return skip(`${outcome}${reason === null ? '' : ` (${reason})`}: ${message}`);
  if (waiver !== undefined) return skip(`Waived ${describeWaiver(waiver)} – ${message}`);
  if (severity === 'info' || severity === null) return skip(`For information: ${message}`);
  return { check, result: 'failure', type: severity, message, more: details };
}

function renderSuite({ name, classname, timestamp, seconds, cases }: Suite, checks: ScanReport['checks']): string {
  // Jenkins and the XSD in use want a time without a zone; this one is UTC.
  const when = timestamp.replace(/(?:\.\d+)?Z$/, '');
  const head = attributes({
    name,
    ...count(cases),
    ...(seconds === undefined ? {} : { time: seconds }),
    timestamp: when,
  });
  const body = cases.map((each) => renderCase(each, classname, checks)).join('');
  return `  <testsuite${head}>\n${body}  </testsuite>\n`;
}

function renderCase({ check, result, type, message, more }: TestCase, classname: string, checks: ScanReport['checks']) {
  const description = findDescription(checks, check);
  const name = description === undefined ? check : `${check}: ${description.title}`;
  const open = `    <testcase${attributes({ classname, name })}>`;
  if (result === 'skipped') return `${open}<skipped${attributes({ message })}/></testcase>\n`;
  if (result === 'passed') {
    return more.length === 0
      ? `${open}</testcase>\n`
      : `${open}<system-out>${more.map(escapeMarkup).join('\n')}</system-out></testcase>\n`;
  }
  const advice = description === undefined ? [] : [`Why: ${description.why}`];
  const text = [message, ...more, ...advice].map(escapeMarkup).join('\n');
  return `${open}<${result}${attributes({ message, type })}>${text}</${result}></testcase>\n`;
}

function count(cases: readonly TestCase[]) {
  const of = (result: TestCase['result']): number => cases.filter((each) => each.result === result).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(typeof value === 'number' ? String(value) : value)}"`)
    .join('');
}
