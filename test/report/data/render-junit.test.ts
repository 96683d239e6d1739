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

test('the causes are a suite, then each endpoint with a test for each check, and the totals are those of the tests', () => {
  const xml = write(sampleReport);
  assert.equal(ask(xml, 'string((//testsuite)[1]/@name)'), 'causes');
  assert.equal(ask(xml, 'count((//testsuite)[1]/testcase)'), String(sampleReport.causes.length));
  assert.equal(ask(xml, 'count(//testsuite)'), String(sampleReport.endpoints.length + 2));
  const findings = sampleReport.endpoints.flatMap((each) => each.findings).length;
  const { length: endpoints } = sampleReport.endpoints;
  const others = sampleReport.deploymentFindings.length + sampleReport.causes.length;
  assert.equal(ask(xml, 'count(//testcase)'), String(findings + endpoints + others));
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

test('one fault is one failure, on however many endpoints it shows', () => {
  const xml = write(sampleReport);
  assert.equal(ask(xml, 'count(//failure)'), '3');
  const onEndpoints = '//testcase[starts-with(@name,"key-usage:")]/skipped';
  assert.equal(ask(xml, `count(${onEndpoints})`), '2');
  assert.equal(ask(xml, `string((${onEndpoints})[1]/@message)`), 'See the cause: The title of a broken key-usage');
});

test('a failure says what is wrong and where, what was expected and observed, why it matters and what to do', () => {
  const xml = write(sampleReport);
  const failure = '(//testcase[starts-with(@name,"key-usage/")]/failure)[1]';
  assert.equal(
    ask(xml, `string(${failure}/../@name)`),
    'key-usage/broken: A broken key-usage (as.im.contoso.com 10.0.0.11:443) 01234567',
  );
  assert.equal(ask(xml, `string(${failure}/@type)`), 'error');
  assert.equal(ask(xml, `string(${failure}/@message)`), 'The title of a broken key-usage');
  assert.deepEqual(
    ask(xml, `string(${failure})`)
      .split('\n')
      .map((line) => line.split(/(?<=^[A-Z]\w+):/)[0]),
    [
      'The title of a broken key-usage',
      'Where',
      'The key usage lacks keyEncipherment. Old clients send the key that way. Reissue it.',
      'Expected',
      'Why',
      'Remedy',
      'Source',
      'Key',
      'Endpoints',
    ],
  );
  assert.match(ask(xml, `string(${failure})`), /Expected: a0; Observed: 80\nWhy: Why key-usage.*\nRemedy: What to do/);
});

test('what follows from a cause stands in its failure, and is none of its own', () => {
  const cause = 'validity-period/broken:0123456789abcdef';
  const expired = finding('validity-period', 'fail', { severity: 'critical' });
  const message = 'No trusted path. Clients refuse it. Renew it.';
  const findings = [expired, finding('chain-trust', 'fail', { severity: 'critical', cause, message })];
  const xml = write(reportOf([endpoint({ findings, causes: endpoint({ findings: [expired] }).causes })], []));
  assert.equal(ask(xml, 'count(//failure)'), '1');
  assert.match(ask(xml, 'string(//failure)'), /\nFollows from it: chain-trust: No trusted path\.\n/);
  assert.equal(
    ask(xml, 'string(//testcase[@name="chain-trust"]/skipped/@message)'),
    'See the cause: The title of a broken validity-period',
  );
});

test('a certificate at fault on a fleet is one failure with a text that stays short', () => {
  const fleet = [...Array(200).keys()].map((index) =>
    endpoint({ address: `10.0.0.${index}`, findings: [finding('key-usage', 'fail', { observed: String(index) })] }),
  );
  const xml = write(reportOf(fleet, []));
  assert.equal(ask(xml, 'count(//failure)'), '1');
  assert.ok(ask(xml, 'string(//failure)').split('\n').length < 40);
});

test('an unreachable endpoint is an error, not a failure', () => {
  const xml = write(sampleReport);
  assert.equal(ask(xml, 'string(//error/@message)'), 'tcp: The connection was refused.');
  assert.equal(ask(xml, 'string(//error/@type)'), 'refused');
});

test('information, what is waived and what was not judged are skipped, with the reason', () => {
  const waiver = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
  const xml = write(
    reportOf(
      [
        endpoint({
          findings: [
            finding('key-usage', 'fail', { waiver }),
            finding('clock-skew', 'fail', { severity: 'info' }),
            finding('revocation-status', 'undetermined', { reason: 'not-fetched' }),
          ],
        }),
      ],
      [],
    ),
  );
  const message = (check: string): string =>
    ask(xml, `string(//testcase[starts-with(@name,"${check}")]/skipped/@message)`);
  for (const name of ['key-usage/', 'key-usage']) {
    assert.match(message(name), /^Waived by A\. Datum until 2027-01-31: replaced in January/);
  }
  assert.match(message('clock-skew/'), /^For information: /);
  assert.match(message('revocation-status'), /^undetermined \(not-fetched\): /);
  assert.equal(ask(xml, 'count((//testsuite)[1]/testcase/failure)'), '0');
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
    const suite = `(//testsuite)[${index + 2}]`;
    assert.equal(ask(xml, `string(${suite}/@name)`), escapeForTerminal(`${text}#${index}`).trim());
    assert.equal(ask(xml, `string(${suite}/testcase[@name="chain-trust"]/system-out)`), shown.trim());
  }
  assert.equal(ask(xml, 'count(//script)'), '0');
});
