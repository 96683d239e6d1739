import { createHash } from 'node:crypto';

import type { HistoryDatabase } from '../../src/history/database.ts';
import { beginRun } from '../../src/history/record-run.ts';
import type { RecordedEndpoint } from '../../src/history/recording.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { CertificateSummary, EndpointReport } from '../../src/model/endpoint-report.ts';
import type { Handshake } from '../../src/model/handshake.ts';
import type { SavedRun } from '../../src/model/saved-run.ts';
import { createRandom, type Random } from '../fuzz/random.ts';
import { endpoint as sampleEndpoint, finding, reportOf } from '../report/sample-report.ts';

/** A fleet whose certificates are renewed, expire now and then, and whose servers fail now and then, day after day. */
export interface SimulatedFleet {
  readonly series: string;
  /** Records the run of the next day. */
  readonly recordDay: () => void;
}

const series = 'fleet.json';
const dayMs = 86_400_000;
const firstDay = Date.UTC(2027, 0, 1, 3);
const lifetimeDays = 90;
const stapleBytes = 1_500;

interface Member {
  readonly index: number;
  readonly host: string;
  certificate: Issued;
}

interface Issued {
  readonly der: Uint8Array;
  readonly summary: CertificateSummary;
  readonly endsMs: number;
}

/** `endpoints` servers with a leaf of their own and an issuer in common. What happens follows from a seed. */
export function createSimulatedFleet(database: HistoryDatabase, endpoints: number): SimulatedFleet {
  const random = createRandom('fleet');
  const issuer = issue(random, { subject: 'CN=CA', fromMs: firstDay, days: 7_000 });
  const renew = (host: string, fromMs: number): Issued =>
    issue(random, { subject: `CN=${host}`, fromMs, days: lifetimeDays });
  const fleet = Array.from({ length: endpoints }, (_, index): Member => {
    const host = `h${index}.example`;
    return { index, host, certificate: renew(host, firstDay - random.below(85) * dayMs) };
  });
  const staple = random.bytes(stapleBytes);
  let nowMs = firstDay;
  return {
    series,
    recordDay: () => {
      const begun = beginRun(database, { series, startedAt: new Date(nowMs) });
      if (!begun.ok) throw new Error(begun.error);
      const causes: Cause[] = [];
      for (const member of fleet) {
        // One in fifty renews at the last moment, and the others three weeks before.
        const early = (member.index % 50 === 0 ? 2 : 20) * dayMs;
        if (member.certificate.endsMs - nowMs < early && random.below(10) < 3)
          member.certificate = renew(member.host, nowMs);
        const recorded = observe(member, { issuer, nowMs, staple, isDown: random.below(1_000) < 3 });
        causes.push(...recorded.report.causes);
        begun.value.endpoint(recorded);
      }
      const { endpoints: _, ...summary } = reportOf([], []);
      const [startedAt, finishedAt] = [instant(nowMs), instant(nowMs + 9_000)];
      begun.value.finish(
        { ...summary, startedAt, finishedAt, asOf: startedAt, causes },
        runAt(startedAt, finishedAt, issuer),
      );
      nowMs += dayMs;
    },
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function issue(
  random: Random,
  { subject, fromMs, days }: { readonly subject: string; readonly fromMs: number; readonly days: number },
): Issued {
  const der = random.bytes(1_300);
  const sha256 = createHash('sha256').update(der).digest('hex');
  const endsMs = fromMs + days * dayMs;
  const summary = {
    ...{
      sha256,
      der: Buffer.from(der).toString('base64'),
      subject,
      issuer: 'CN=CA',
      serialNumber: sha256.slice(0, 16),
    },
    ...{ publicKeySha256: sha256, notBefore: instant(fromMs), notAfter: instant(endsMs) },
    ...{
      dnsNames: ['a.example', 'b.example'],
      keyUsage: ['digitalSignature' as const],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    },
  };
  return { der, summary, endsMs };
}

interface Day {
  readonly issuer: Issued;
  readonly nowMs: number;
  readonly staple: Uint8Array;
  readonly isDown: boolean;
}

function observe({ index, host, certificate }: Member, { issuer, nowMs, staple, isDown }: Day): RecordedEndpoint {
  const id = `-|-/server/${host}@10.0.0.1:443`;
  const leftDays = Math.ceil((certificate.endsMs - nowMs) / dayMs);
  const expires = finding('expiry-margin', !isDown && leftDays <= 14 ? 'fail' : 'pass', { fault: null, cause: null });
  const causes = expires.outcome === 'fail' ? [cause(id, host, certificate, leftDays)] : [];
  const failure = isDown ? { stage: 'tcp' as const, kind: 'timeout' as const, message: 'No answer.' } : null;
  const identity = {
    id,
    deployment: null,
    virtualServer: null,
    server: null,
    policy: 'tls-server',
    role: 'server',
    host,
    port: 443,
    address: '10.0.0.1',
  };
  const report: EndpointReport = {
    ...sampleEndpoint({ findings: [] }),
    ...{ ...identity, serverName: host, observedAt: instant(nowMs), failure, causes },
    ...(isDown
      ? { verdict: 'unreachable' as const, handshake: null, chain: [], trust: [], findings: [] }
      : {
          verdict: causes.length > 0 ? ('warn' as const) : ('pass' as const),
          chain: [certificate.summary, issuer.summary],
          findings: [expires],
        }),
  };
  return {
    report,
    observation: {
      schemaVersion: '1.0',
      observedAt: instant(nowMs),
      source: 'network',
      endpoint: {
        ...{
          ...identity,
          serverName: host,
          access: 'external',
          keyType: null,
          reverseProxyProduct: null,
          probeWithoutServerName: false,
        },
        ...{
          names: { url: null, server: null, proxy: null, externalUrl: null },
          trust: [{ list: null, stores: ['mozilla'] }],
        },
      },
      failure,
      handshake: isDown
        ? null
        : {
            ...handshake,
            serverName: host,
            staples: index % 4 > 0 ? [] : [{ certificateIndex: 0, response: new Uint8Array(staple) }],
            durationMs: (nowMs / dayMs + index) % 20,
          },
      attempts: isDown ? [] : [{ profile: 'modern', failure: null }],
      certificates: isDown ? [] : [new Uint8Array(certificate.der), new Uint8Array(issuer.der)],
      withoutServerName: null,
    },
  };
}

const handshake: Omit<Handshake, 'serverName' | 'staples' | 'durationMs'> = {
  ...{
    protocol: 'TLSv1.3',
    offeredProtocol: 'TLSv1.3',
    cipherSuiteCode: 0x1301,
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    profile: 'modern',
  },
  ...{
    keyExchange: { kind: 'tls13', group: 'x25519', bits: 253 },
    secureRenegotiation: null,
    downgradeSentinel: null,
    helloRetryRequest: false,
  },
  ...{
    serverTimeSeconds: null,
    flightComplete: true,
    keyPossession: 'proven',
    keyPossessionReason: 'signature ecdsa_secp256r1_sha256',
  },
  ...{ certificateRequest: null, signedCertificateTimestamps: [], warningAlerts: [] },
};

function cause(id: string, host: string, { summary: { sha256 } }: Issued, leftDays: number): Cause {
  return {
    ...{
      key: `expiry-margin/expires-soon ${host}`,
      fault: 'expiry-margin/expires-soon',
      severity: leftDays < 0 ? 'critical' : 'warning',
    },
    ...{
      title: `CN=${host} expires in ${leftDays} days`,
      why: 'Clients will refuse it.',
      remedy: 'Renew the certificate.',
    },
    ...{ citation: { document: 'RFC 5280', section: '4.1.2.5', url: null }, command: null, certificate: sha256 },
    ...{ places: [`${host}:443`], endpoints: [id], findings: 1, waiver: null },
  };
}

function runAt(startedAt: string, finishedAt: string, issuer: Issued): SavedRun {
  return {
    ...{
      schemaVersion: '1.0',
      tool: { name: 'certmuster', version: '0.1.0' },
      startedAt,
      finishedAt,
      asOf: startedAt,
      complete: true,
    },
    ...{
      inputs: [{ path: series, sha256: issuer.summary.sha256 }],
      options: {},
      failOn: 'error',
      deployments: [],
      nameResolutions: [],
    },
    trustStores: [{ name: 'mozilla', source: 'simulated', date: null, anchors: [new Uint8Array(issuer.der)] }],
  };
}
