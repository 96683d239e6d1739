import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority } from '../../../src/lab/authority.ts';
import { issueServerCertificate } from '../../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../../../src/lab/tls-listener.ts';
import { type Running, startCertmuster } from '../../cli/certmuster.ts';
import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { repositoryPath } from '../../repository-path.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';

const dayMs = 86_400_000;
const folder = temporaryFolder();
const shipped = repositoryPath('docs/operations/prometheus.yml');
const hosts = ['sound', 'soon', 'expired'] as const;
const listeners = new Map<string, Listener>();
let service: Running;
let url: string;
let prometheus: Prometheus;

before(async () => {
  const now = new Date();
  const [authority, key] = await Promise.all([createAuthority({ organization: 'Contoso', now }), makeKeyPair('p-256')]);
  folder.write('root.pem', authority.root.pem);
  const days = { sound: 300, soon: 10, expired: -15 };
  for (const host of hosts) {
    const notAfter = new Date(now.getTime() + days[host] * dayMs);
    const leaf = await issueServerCertificate(authority, key, { names: [`${host}.contoso.com`], notAfter });
    listeners.set(host, await startTlsListener({ address: '127.0.0.1', chain: [leaf, authority.intermediate], key }));
  }
  const targets = hosts.map((host) => {
    const at = { host: `${host}.contoso.com`, address: '127.0.0.1', port: portOf(host) };
    return { ...at, role: 'server', policy: 'tls-server', trust: ['contoso'] };
  });
  folder.write('targets.json', JSON.stringify({ trustStores: { contoso: { files: ['root.pem'] } }, targets }));
  const resolve = hosts.map((host) => `${host}.contoso.com:127.0.0.1`);
  const web = { options: { role: 'server', trust: 'root.pem', resolve }, targets: ['*.contoso.com'] };
  const schedules = [{ name: 'contoso', cron: '* * * * * *', targets: ['targets.json'] }];
  const http = { listen: '127.0.0.1:0', requestsPerMinute: 10_000 };
  folder.write('service.json', JSON.stringify({ history: 'audit.db', schedules, http, modules: { web } }));
  service = startCertmuster(['serve', '--config', 'service.json'], { cwd: folder.path });
  url = await service.listens();
  await service.complains('run 1 ended');
  prometheus = await startPrometheus(folder, configuration());
});
after(async () => {
  await prometheus.stop();
  service.child.kill('SIGTERM');
  await service.done;
  await Promise.all([...listeners.values()].map((each) => each.close()));
  folder.remove();
});

function portOf(host: string): number {
  return listeners.get(host)?.port ?? 0;
}

/** The one that is shipped, with the places of this test, and a second for a minute. */
function configuration(): string {
  const probed = hosts.map((host) => `'${host}.contoso.com:${portOf(host)}'`).join(', ');
  const text = readFileSync(shipped, 'utf8');
  const changed = text
    .replaceAll('127.0.0.1:9443', new URL(url).host)
    .replace("'im.contoso.com:443'", probed)
    .replace('../monitoring', repositoryPath('docs/monitoring'))
    .replace('service-alerts.yml', `${dirname(shipped)}/service-alerts.yml`)
    .replace('scrape_timeout: 30s', 'scrape_timeout: 1s')
    .replaceAll(/(scrape_interval|evaluation_interval): \d+m/g, '$1: 1s');
  assert.doesNotMatch(changed.replaceAll(/#.*/g, ''), /9443|im\.contoso\.com:443|: \d+m$|\.\.\//m);
  return changed;
}

test('promtool accepts the shipped configuration and both files of rules', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', shipped], { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
  const rules = repositoryPath('docs/operations/service-alerts.test.yml');
  const tested = spawnSync('promtool', ['test', 'rules', rules], { encoding: 'utf8' });
  assert.equal(tested.status, 0, `${tested.stdout}${tested.stderr}`);
});

test('promtool check metrics has nothing to say about /metrics and /probe', async () => {
  const probe = `/probe?module=web&target=soon.contoso.com:${portOf('soon')}`;
  for (const path of ['/metrics', probe]) {
    const answer = await fetch(`${url}${path}`);
    const run = spawnSync('promtool', ['check', 'metrics'], { input: await answer.text(), encoding: 'utf8' });
    assert.deepEqual([run.status, `${run.stdout}${run.stderr}`], [0, '']);
  }
});

test('every target of the shipped configuration is up: the schedules, and each probe', async () => {
  const isUp = (count: number) => (samples: readonly unknown[]) => samples.length === count;
  await prometheus.waitFor('up{job="certmuster"} == 1', isUp(1));
  await prometheus.waitFor('up{job="certmuster-probe"} == 1', isUp(3));
  const targets = await prometheus.targets();
  assert.deepEqual(
    targets.map(({ health, lastError }) => [health, lastError]),
    targets.map(() => ['up', '']),
  );
  const probed = await prometheus.waitFor('probe_success{job="certmuster-probe"}', isUp(3));
  assert.deepEqual(Object.fromEntries(probed.map(({ labels, value }) => [labels['instance']?.split('.')[0], value])), {
    sound: 1,
    soon: 1,
    expired: 0,
  });
});

test('a planted expiry raises the alert of the shipped rules, once; an expired certificate another one', async () => {
  const soon = await prometheus.waitForAlert('CertificateExpiresSoon');
  assert.deepEqual(
    soon.map(({ labels }) => labels['subject']),
    ['CN=soon.contoso.com,O=Contoso'],
  );
  const faults = await prometheus.waitFor('ALERTS{alertname="CertificateFault",alertstate="firing",job="certmuster"}');
  assert.deepEqual(
    faults.map(({ labels }) => [labels['fault'], labels['schedule']]),
    [['validity-period/expired', 'contoso']],
  );
});

test('each query of the shipped dashboard gives data', async () => {
  const { panels } = JSON.parse(readFileSync(repositoryPath('docs/operations/dashboard.json'), 'utf8')) as {
    readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
  };
  assert.ok(panels.length >= 10);
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      assert.match(expr, /schedule=~"\$schedule"|job="certmuster(?:-probe)?"/, title);
      await prometheus.waitFor(expr.replaceAll('$schedule', 'contoso').replaceAll('[5m]', '[30s]'));
    }
});

test('the series of an endpoint stay when its server is gone, and the alert goes on; that it is gone is an alert too', async () => {
  await listeners.get('soon')?.close();
  const gone = await prometheus.waitForAlert('CertificateNotSeen');
  assert.deepEqual(new Set(gone.map(({ labels }) => labels['port'])), new Set([String(portOf('soon'))]));
  await prometheus.waitFor('probe_success{job="certmuster",host="soon.contoso.com"} == 0');
  const at = '{job="certmuster",host="soon.contoso.com"}';
  const names = [
    'certmuster_path_end_timestamp_seconds',
    'probe_ssl_earliest_cert_expiry',
    'probe_ssl_last_chain_expiry_timestamp_seconds',
    'probe_ssl_last_chain_info',
    'ssl_cert_not_after',
  ];
  for (const name of names) assert.ok((await prometheus.query(`${name}${at}`)).length > 0, name);
  assert.equal((await prometheus.waitForAlert('CertificateExpiresSoon')).length, 1);
  const [expired] = await prometheus.query(
    'certmuster_path_end_timestamp_seconds{host="expired.contoso.com",job="certmuster"}',
  );
  assert.ok(expired !== undefined && expired.value < Date.now() / 1_000);
});

test('what the service says of itself: schedule, history, configuration, process', async () => {
  for (const expression of [
    'certmuster_schedule_runs_total{schedule="contoso"} >= 1',
    'certmuster_schedule_failures_total{schedule="contoso"} == 0',
    'certmuster_schedule_last_failed{schedule="contoso"} == 0',
    'certmuster_schedule_last_due_timestamp_seconds > time() - 3600',
    'certmuster_scan_finished_timestamp_seconds{schedule="contoso"} > time() - 3600',
    'certmuster_scan_endpoints{schedule="contoso",verdict="unreachable"} == 1',
    'certmuster_history_runs >= 1',
    'certmuster_history_first_run_timestamp_seconds > time() - 3600',
    'certmuster_history_size_bytes > 0',
    'certmuster_config_last_reload_successful == 1',
    'certmuster_build_info{version!=""} == 1',
    'certmuster_endpoints_cut == 0',
    'process_resident_memory_bytes{job="certmuster"} > 0',
    'process_start_time_seconds{job="certmuster"} > time() - 3600',
  ])
    assert.equal((await prometheus.waitFor(expression)).length, 1, expression);
  folder.write('service.json', '{');
  service.child.kill('SIGHUP');
  await prometheus.waitFor('certmuster_config_last_reload_successful == 0');
  await prometheus.waitForAlert('CertificateAuditConfigurationWrong');
});
