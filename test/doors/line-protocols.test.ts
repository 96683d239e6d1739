import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { StartTlsProtocol } from '../../src/model/vocabulary.ts';
import { scan } from '../estate/scan.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { startCyrusNntpd } from './cyrus-nntpd.ts';
import { startDovecot } from './dovecot.ts';
import { startInspircd } from './inspircd.ts';
import { startPostfix } from './postfix.ts';
import { createDoorPki, derOf, host } from './presentations.ts';
import { startVsftpd } from './vsftpd.ts';

const folder = temporaryFolder();
const pki = await createDoorPki();
const trustFile = folder.write('root.pem', pki.root);
const stops: (() => Promise<void>)[] = [];
after(async () => {
  await Promise.all(stops.map((stop) => stop()));
  folder.remove();
});

/** The ports of the servers that present the same, by protocol. */
type Ports = Readonly<Partial<Record<StartTlsProtocol, number>>>;

async function startAll(presentation: Presentation | undefined): Promise<Ports> {
  const dovecot = await startDovecot(folder, presentation);
  const servers = {
    smtp: await startPostfix(folder, presentation),
    ftp: await startVsftpd(folder, presentation),
    nntp: await startCyrusNntpd(folder, presentation),
    irc: await startInspircd(folder, presentation),
  };
  stops.push(...[dovecot, ...Object.values(servers)].map((server) => () => server.stop()));
  const ports = Object.entries(servers).map(([protocol, { port }]) => [protocol, port] as const);
  return { ...Object.fromEntries(ports), ...dovecot.ports };
}

/** Scans all ports in one run, under a name. */
async function scanAll(ports: Ports, name = host): Promise<ReadonlyMap<string, EndpointReport>> {
  const targets = Object.entries(ports).map(([protocol, port]) => ({
    host: name,
    address: '127.0.0.1',
    port,
    starttls: protocol as StartTlsProtocol,
    role: 'server',
    policy: 'tls-server',
    trust: ['roots'],
  }));
  const { report } = await scan(folder, { trustStores: { roots: { files: [trustFile] } }, targets });
  return new Map(Object.keys(ports).map((protocol, index) => [protocol, report.endpoints[index] as EndpointReport]));
}

const ports = {
  sound: await startAll(pki.sound),
  expired: await startAll(pki.expired),
  plain: await startAll(undefined),
};
const sound = await scanAll(ports.sound);
const misnamed = await scanAll(ports.sound, 'other.contoso.com');
const expired = await scanAll(ports.expired);
const plain = await scanAll(ports.plain);

const refusals: readonly (readonly [server: string, StartTlsProtocol, RegExp])[] = [
  ['Postfix', 'smtp', /^The server does not offer STARTTLS: it answered EHLO with "250-mx\.contoso\.com; .*"\.$/],
  ['Dovecot', 'lmtp', /^The server does not offer STARTTLS: it answered LHLO with "250-.*"\.$/],
  [
    'Dovecot',
    'imap',
    /^The server does not offer STARTTLS: it answered CAPABILITY with "\* CAPABILITY IMAP4rev1 .*"\.$/,
  ],
  ['Dovecot', 'pop3', /^The server does not offer STLS: it answered CAPA with "CAPA; TOP; .*"\.$/],
  ['Dovecot Pigeonhole', 'sieve', /^The server does not offer STARTTLS: its greeting was "\\"IMPLEMENTATION\\" .*"\.$/],
  ['vsftpd', 'ftp', /^The server refused AUTH TLS: "530 Please login with USER and PASS\."\.$/],
  ['Cyrus nntpd', 'nntp', /^The server does not offer STARTTLS: it answered CAPABILITIES with "VERSION 2; .*"\.$/],
  ['InspIRCd', 'irc', /^The server does not offer STARTTLS: it answered CAP LS with ".*"\.$/],
];

function causesOf(endpoint: EndpointReport | undefined): readonly string[] {
  return endpoint?.failure ? [endpoint.failure.message] : (endpoint?.causes.map(({ fault }) => fault) ?? []);
}

for (const [server, protocol, refusal] of refusals) {
  test(`${server} (${protocol}): the chain is read byte for byte, and passes`, () => {
    const endpoint = sound.get(protocol);
    assert.deepEqual(
      endpoint?.chain.map(({ der }) => der),
      derOf(pki.sound),
      endpoint?.failure?.message,
    );
    assert.equal(endpoint?.startTls, protocol);
    assert.deepEqual([endpoint?.verdict, endpoint?.failure], ['pass', null]);
    assert.equal(endpoint?.handshake?.keyPossession, 'proven');
    const conformance = endpoint?.findings.find(({ check }) => check === 'handshake-conformance');
    assert.equal(conformance?.outcome, 'pass');
  });

  test(`${server} (${protocol}): an expired certificate and a wrong name are found`, () => {
    assert.deepEqual(
      expired.get(protocol)?.chain.map(({ der }) => der),
      derOf(pki.expired),
    );
    assert.deepEqual(causesOf(expired.get(protocol)), ['validity-period/expired']);
    assert.match(causesOf(misnamed.get(protocol)).join(), /^name-match\/[a-z-]+$/);
  });

  test(`${server} (${protocol}) without TLS: the refusal is told with what the server said`, () => {
    const { failure, verdict, startTls } = plain.get(protocol) ?? {};
    assert.deepEqual([verdict, startTls, failure?.stage, failure?.kind], ['unreachable', protocol, 'tls', 'starttls']);
    assert.match(failure?.message ?? '', refusal);
  });
}

test('a port that greets in plain text is reported with the option for it', async () => {
  const targets = Object.values(ports.sound).map((port) => ({
    host,
    address: '127.0.0.1',
    port,
    role: 'server',
    policy: 'tls-server',
    trust: ['roots'],
  }));
  const { report } = await scan(folder, { trustStores: { roots: { files: [trustFile] } }, targets });
  const messages = report.endpoints.map(({ failure }) => failure?.message ?? '');
  const advised = Object.keys(ports.sound).filter((protocol, index) =>
    new RegExp(`use --starttls .*\\b${protocol}\\b.*${protocol}://HOST`).test(messages[index] ?? ''),
  );
  assert.deepEqual(advised, Object.keys(ports.sound), messages.join('\n'));
});
