import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createWaiverLog } from '../../../src/audit/summary/waiver-log.ts';
import type { Cause } from '../../../src/model/cause.ts';
import type { Deployment } from '../../../src/model/deployment.ts';
import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import type { DeclaredWaiver } from '../../../src/model/waiver.ts';
import { createCertificateDecoder } from '../../../src/x509/certificate-decoder.ts';
import { causesOf, endpoint, finding } from '../../report/sample-report.ts';

const now = new Date('2026-11-22T10:00:00Z');
const said = { by: 'A. Datum', reason: 'in spring', until: '2027-03-31' };
const expired: DeclaredWaiver = { ...said, check: 'validity-period', fault: 'expired', role: 'virtual-server' };

const failing = (check: string, fault: string, cause = `${check}/${fault}:0`) =>
  finding(check, 'fail', { fault, cause });
const isExpired = failing('validity-period', 'expired');
/** An endpoint with these findings, a cause for each that is one itself. */
function report(findings: EndpointReport['findings'], more: Partial<EndpointReport> = {}): EndpointReport {
  const own = findings.filter(({ check, fault, cause }) => cause === `${check}/${fault}:0`);
  return endpoint({ causes: causesOf(own, { endpoints: [], places: [] }), ...more, findings });
}

const deploymentWith = (name: string | null, waivers: readonly DeclaredWaiver[]): Deployment => ({
  ...{ name, policy: 'cwa-2007-r2', policyOverrides: {}, virtualServers: [] },
  waivers: [...waivers],
});

interface Run {
  readonly isWhole?: boolean;
  readonly across?: Parameters<ReturnType<typeof createWaiverLog>['addAcross']>[0];
  readonly deployments?: readonly Deployment[];
}

/** What is told of waivers after these endpoints. */
function notices(waivers: readonly DeclaredWaiver[], reports: readonly EndpointReport[], run: Run = {}) {
  const { deployments = [deploymentWith('contoso', waivers)], isWhole = true, across } = run;
  const log = createWaiverLog(deployments, { now, decode: createCertificateDecoder() });
  for (const each of reports) log.add(each);
  if (across !== undefined) log.addAcross(across, new Map(reports.map((each) => [each.id, each])));
  return log.notices({ isWhole });
}

const name = 'The waiver of validity-period/expired on role virtual-server by A. Datum (deployment contoso)';
const notFound = `${name} has no effect: the fault was not found there. Remove the waiver.`;

test('nothing is told of a waiver that accepts something, however often and wherever', () => {
  assert.deepEqual(notices([expired], [report([]), report([isExpired])]), []);
  assert.deepEqual(notices([expired, { ...expired, until: '2026-12-01' }], [report([isExpired])]), []);
});

test('a waiver whose fault is not there, or only in another role, accepts nothing', () => {
  assert.deepEqual(notices([expired], [report([])]), [notFound]);
  assert.deepEqual(notices([expired], [report([isExpired], { role: 'mtls' })]), [notFound]);
  assert.deepEqual(notices([expired], [report([failing('validity-period', 'not-yet-valid')])]), [notFound]);
  assert.deepEqual(notices([expired], [report([isExpired], { deployment: 'fabrikam' })]), [notFound]);
});

test('if the fault follows from another one there, that one is named', () => {
  const findings = [isExpired, failing('chain-trust', 'expired', isExpired.cause ?? '')];
  assert.deepEqual(notices([{ ...expired, check: 'chain-trust' }], [report(findings)]), [
    'The waiver of chain-trust/expired on role virtual-server by A. Datum (deployment contoso) has no effect: the fault is a consequence of validity-period/expired. Waive that fault instead.',
  ]);
});

test('if the fault is that of another certificate than the one named, that is told', () => {
  const waiver = { ...expired, certificate: 'c'.repeat(64) };
  assert.deepEqual(notices([waiver], [report([isExpired])]), [
    `${name} has no effect: the fault is on a different certificate.`,
  ]);
  assert.deepEqual(notices([{ ...expired, certificate: 'a'.repeat(64) }], [report([isExpired])]), []);
});

test('nothing is told while the fault may be there: endpoints that did not answer, checks that were not made, a run cut short', () => {
  const unseen = report([finding('validity-period', 'undetermined', { reason: 'unreachable' })]);
  assert.deepEqual(notices([expired], [report([]), unseen]), []);
  assert.deepEqual(notices([expired], [], { isWhole: false }), []);
});

test('a waiver that ended, or ends too late, is told in any case, with its last day', () => {
  const waivers = ['2026-11-21', '2026-11-22', '2027-12-27', '2027-12-28'].map((until) => ({ ...expired, until }));
  assert.deepEqual(notices(waivers, [report([isExpired])], { isWhole: false }), [
    `${name} ended on 2026-11-21 and has no effect. Renew or remove it.`,
    `${name} ends on 2027-12-28, more than 400 days after 2026-11-22, so it has no effect. Set an earlier date.`,
  ]);
});

test('a waiver says where it is for: an endpoint by its id, or the deployment', () => {
  const { role: _, ...anywhere } = expired;
  const id = 'contoso|im.contoso.com/virtual-server/im.contoso.com@-:443';
  const [onEndpoint, across] = notices(
    [
      { ...anywhere, endpoint: id },
      { ...anywhere, check: 'mtls-coverage' },
    ],
    [],
  );
  assert.match(onEndpoint ?? '', /^The waiver of validity-period\/expired on contoso\|\S+@-:443 by A\. Datum/);
  assert.match(across ?? '', /^The waiver of mtls-coverage\/expired by A\. Datum \(deployment contoso\) has no effect/);
  assert.deepEqual(notices([{ ...anywhere, endpoint: id }], [report([isExpired])]), []);
});

test('the same waiver in several deployments has to fit in one of them', () => {
  const deployments = ['contoso', 'fabrikam'].map((each) => deploymentWith(each, [expired]));
  assert.deepEqual(notices([], [report([isExpired])], { deployments }), []);
  assert.deepEqual(notices([], [report([])], { deployments }), [notFound.replace(' (deployment contoso)', '')]);
});

test('a waiver of what shows across endpoints is used by such a finding, on any of its endpoints or on all', () => {
  const { role: _, ...anywhere } = expired;
  const waiver = { ...anywhere, check: 'interface-certificates', fault: 'same' };
  const failed = failing('interface-certificates', 'same');
  const reports = [report([]), report([], { role: 'mtls' })];
  const across = (changes: Partial<typeof failed> = {}, causes?: readonly Cause[]): Run => {
    const endpoints = reports.map(({ id }) => id);
    const findings = [{ deployment: 'contoso', ...failed, ...changes, endpoints }];
    return { across: { findings, causes: causes ?? causesOf(findings, { endpoints, places: [] }) } };
  };
  assert.deepEqual(notices([waiver, { ...waiver, role: 'mtls' }], reports, across()), []);
  assert.equal(notices([{ ...waiver, role: 'load-balancer' }], reports, across()).length, 1);
  const follows = notices([waiver], reports, across({ cause: isExpired.cause }, report([isExpired]).causes));
  assert.match(follows[0] ?? '', /is a consequence of validity-period\/expired/);
  assert.deepEqual(notices([waiver], reports, across({ outcome: 'undetermined', fault: null, cause: null }, [])), []);
});
