import type { ScanReport } from '../../model/scan-report.ts';
import { escapeMarkup } from '../escape-markup.ts';
import { type Suite, suitesOf, type TestCase } from './junit-suites.ts';

/**
 * JUnit XML as Jenkins, GitLab and Azure read it. The first suite has a test for each cause, which is a failure from severity warning on:
 * one fault is one failure, on however many endpoints it shows. Then comes a suite for each endpoint with a test for each check; one that
 * fails is skipped there and names its cause. An endpoint that was not reached, and a bug of certmuster, are errors. What was not judged,
 * is waived or is only information is skipped, with the reason.
 */
export function* renderJUnit(report: ScanReport): Generator<string, void, undefined> {
  const total = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const { cases } of suitesOf(report)) {
    const counted = count(cases);
    for (const key of ['tests', 'failures', 'errors', 'skipped'] as const) total[key] += counted[key];
  }
  const time = (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1_000;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'certmuster', ...total, time })}>\n`;
  for (const suite of suitesOf(report)) yield renderSuite(suite);
  yield '</testsuites>\n';
}

function renderSuite({ name, classname, timestamp, seconds, cases }: Suite): string {
  // Jenkins and the XSD in use want a time without a zone; this one is UTC.
  const when = timestamp.replace(/(?:\.\d+)?Z$/, '');
  const head = attributes({
    name,
    ...count(cases),
    ...(seconds === undefined ? {} : { time: seconds }),
    timestamp: when,
  });
  return `  <testsuite${head}>\n${cases.map((each) => renderCase(each, classname)).join('')}  </testsuite>\n`;
}

function renderCase({ name, result, type, message, more }: TestCase, classname: string): string {
  const open = `    <testcase${attributes({ classname, name })}>`;
  if (result === 'skipped') return `${open}<skipped${attributes({ message })}/></testcase>\n`;
  if (result === 'passed') {
    return more.length === 0
      ? `${open}</testcase>\n`
      : `${open}<system-out>${more.map(escapeMarkup).join('\n')}</system-out></testcase>\n`;
  }
  const text = [message, ...more].map(escapeMarkup).join('\n');
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
