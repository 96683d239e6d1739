import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import type { ScanReport } from '../../../src/model/scan-report.ts';
import { escapeForTerminal } from '../../../src/report/escape-for-terminal.ts';
import { renderJUnit } from '../../../src/report/data/render-junit.ts';
import { hostileReport, hostileTexts } from '../hostile-report.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';

const write = (report: ScanReport): string => [...renderJUnit(report)].join('');

/** Asks libxml2, which has read nothing of ours. Fails where the text is no XML. */
function ask(xml: string, xpath: string): string {
  return execFileSync('xmllint', ['--nonet', '--xpath', xpath, '-'], { input: xml, encoding: 'utf8' }).trim();
}

test('each endpoint is a suite, each finding a test, and the totals are those of the tests', () => {
  const xml = write(sampleReport);
  assert.equal(ask(xml, 'count(//testsuite)'), String(sampleReport.endpoints.length + 1));
  const findings = sampleReport.endpoints.flatMap((each) => each.findings).length;
  const { length: endpoints } = sampleReport.endpoints;
  assert.equal(ask(xml, 'count(//testcase)'), String(findings + endpoints + sampleReport.deploymentFindings.length));
  for (const [attribute, element] of [
    ['tests', 'testcase'],
    ['failures', 'failure'],
    ['errors', 'error'],
    ['skipped', 'skipped'],
  ]) {
    const counted = ask(xml, `count(//${element})`);
    assert.equal(ask(xml, `string(/testsuites/@${attribute})`), counted);
    assert.equal(ask(xml, `sum(//testsuite/@${attribute})`), counted);
    assert.notEqual(counted, '0');
  }
});

test('a failure says what was seen, expected and observed, why it matters and what to do', () => {
  const xml = write(sampleReport);
  const failure = '(//testcase[starts-with(@name,"key-usage")]/failure)[1]';
  assert.equal(ask(xml, `string(${failure}/@type)`), 'error');
  assert.match(ask(xml, `string(${failure})`), /Expected: a0\nObserved: 80\nWhy: Why key-usage.*\nRemedy: What to do/);
});

test('an unreachable endpoint is an error, not a failure', () => {
  const xml = write(sampleReport);
  assert.equal(ask(xml, 'string(//error/@message)'), 'tcp: The connection was refused.');
  assert.equal(ask(xml, 'string(//error/@type)'), 'refused');
});

test('information, what is waived and what was not judged are skipped, with the reason', () => {
  const waiver = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
  const xml = write(
    reportOf([
      endpoint({
        findings: [
          finding('key-usage', 'fail', { waiver }),
          finding('clock-skew', 'fail', { severity: 'info' }),
          finding('revocation-status', 'undetermined', { reason: 'not-fetched' }),
        ],
      }),
    ]),
  );
  const message = (check: string): string =>
    ask(xml, `string(//testcase[starts-with(@name,"${check}")]/skipped/@message)`);
  assert.match(message('key-usage'), /^Waived by A\. Datum until 2027-01-31: replaced in January – /);
  assert.match(message('clock-skew'), /^For information: /);
  assert.match(message('revocation-status'), /^undetermined \(not-fetched\): /);
});

test("certmuster's own bug is an error", () => {
  const xml = write(
    reportOf([endpoint({ findings: [finding('key-usage', 'undetermined', { reason: 'internal-error' })] })]),
  );
  assert.equal(ask(xml, 'string(//error/@type)'), 'internal-error');
});

test('untrusted text stays text: the XML parses to the same text', () => {
  const xml = write(hostileReport);
  for (const [index, text] of hostileTexts.entries()) {
    const shown = escapeForTerminal(text);
    const suite = `(//testsuite)[${index + 1}]`;
    assert.equal(ask(xml, `string(${suite}/@name)`), escapeForTerminal(`${text}#${index}`).trim());
    assert.equal(
      ask(xml, `string(${suite}/testcase[@name="key-usage: The title of key-usage"]/failure/@message)`),
      shown.trim(),
    );
  }
  assert.equal(ask(xml, 'count(//script)'), '0');
});
