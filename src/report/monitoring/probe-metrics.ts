import type { CertificateSummary } from '../../model/endpoint-report.ts';
import { isUnverified } from '../../model/unverified.ts';
import type { Protocol } from '../../model/vocabulary.ts';
import { listFailures } from '../list-failures.ts';
import { isDecoded } from '../path-end.ts';
import { commonName } from './common-name.ts';
import type { LabelledEndpoint, MeasuredEndpoint } from './metric-labels.ts';
import type { MetricFamily, Series } from './metric-text.ts';

/** The metrics that existing alert rules use, as blackbox_exporter and ssl_exporter define them. */
export function probeMetrics(endpoints: readonly LabelledEndpoint[]): readonly MetricFamily[] {
  const each = (value: (endpoint: MeasuredEndpoint) => number | undefined): Iterable<Series> =>
    endpoints.flatMap(({ endpoint, labels }) => {
      const known = value(endpoint);
      return known === undefined ? [] : [{ labels, value: known }];
    });
  return [
    {
      name: 'probe_success',
      help: '1 if a certificate was seen, the handshake did not break, and no critical check fails or leaves trust unverified, so that a verifying TLS client would accept it.',
      series: each(successOf),
    },
    {
      name: 'probe_duration_seconds',
      help: 'Duration of the handshake.',
      series: each(({ handshake }) => (handshake === null ? undefined : handshake.durationMs / 1_000)),
    },
    {
      name: 'probe_ssl_earliest_cert_expiry',
      help: 'Earliest expiry of the certificates presented, in Unix time.',
      series: each(({ chain }) => least(chain.filter(isDecoded).map(endOf))),
    },
    {
      name: 'probe_ssl_last_chain_expiry_timestamp_seconds',
      help: 'Expiry of the path to a trust store that is valid longest, in Unix time; absent without a path.',
      series: each((endpoint) => greatest(pathsOf(endpoint).flatMap(({ path }) => least(path.map(endOf)) ?? []))),
    },
    {
      name: 'probe_ssl_last_chain_info',
      help: 'The leaf certificate presented.',
      series: endpoints.flatMap(describeLeaf),
    },
    {
      name: 'probe_tls_version_info',
      help: 'The negotiated protocol version.',
      series: endpoints.flatMap(({ endpoint: { handshake }, labels }) =>
        handshake === null ? [] : [{ labels: { ...labels, version: versions[handshake.protocol] }, value: 1 }],
      ),
    },
    {
      name: 'ssl_cert_not_after',
      help: 'Expiry of each certificate presented, in Unix time; position 0 is the leaf.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        endpoint.chain.flatMap((certificate, position) =>
          isDecoded(certificate) ? [describeCertificate(certificate, { ...labels, position: String(position) })] : [],
        ),
      ),
    },
    {
      name: 'ssl_verified_cert_not_after',
      help: 'Expiry of each certificate on a path to a trust store, in Unix time.',
      series: endpoints.flatMap(({ endpoint, labels }) =>
        pathsOf(endpoint).flatMap(({ store, path }, chain) =>
          path.map((certificate, position) =>
            describeCertificate(certificate, { ...labels, store, chain_no: String(chain), position: String(position) }),
          ),
        ),
      ),
    },
  ];
}

/** As blackbox_exporter writes them. */
const versions: Readonly<Record<Protocol, string>> = {
  SSLv3: 'SSL 3.0',
  'TLSv1.0': 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
};

/** Undefined for a certificate in a file, as nothing was probed. */
function successOf(report: MeasuredEndpoint): number | undefined {
  const { port, verdict, findings } = report;
  if (port === null) return undefined;
  // A handshake that breaks after the proof of the key is no critical fault, and no client completes it either.
  const refused = listFailures(findings).some(
    ({ check, severity }) => severity === 'critical' || check === 'handshake',
  );
  return verdict === 'unreachable' || refused || isUnverified(report) ? 0 : 1;
}

function describeLeaf({ endpoint, labels }: LabelledEndpoint): readonly Series[] {
  const [leaf] = endpoint.chain;
  if (leaf === undefined || !isDecoded(leaf)) return [];
  const { sha256, subject, issuer, serialNumber, dnsNames } = leaf;
  const about = {
    fingerprint_sha256: sha256,
    subject,
    issuer,
    subjectalternative: dnsNames?.join(','),
    serialnumber: serialNumber,
  };
  return [{ labels: { ...labels, ...about }, value: 1 }];
}

function describeCertificate(certificate: CertificateSummary, labels: Series['labels']): Series {
  const { subject, issuer, serialNumber, dnsNames, sha256 } = certificate;
  return {
    labels: {
      ...labels,
      cn: commonName(subject),
      issuer_cn: commonName(issuer),
      serial_no: decimal(serialNumber),
      // A comma at both ends, so that `,name,` finds a whole name: ssl_exporter's way.
      dnsnames: dnsNames === null || dnsNames.length === 0 ? null : `,${dnsNames.join(',')},`,
      sha256,
    },
    value: endOf(certificate),
  };
}

/** RFC 5280 allows 20 octets; a number of more hexadecimal digits than this is left hexadecimal. */
const maxSerialDigits = 64;

function decimal(hex: string): string {
  return /^[0-9a-f]+$/.test(hex) && hex.length <= maxSerialDigits ? BigInt(`0x${hex}`).toString() : hex;
}

/** Paths found, with their certificates. One that is missing from the report (certmuster's own are complete) is left out. */
function pathsOf({ chain, issuers, trust }: MeasuredEndpoint) {
  const known = new Map([...issuers, ...chain.filter(isDecoded)].map((each) => [each.sha256, each]));
  return trust.flatMap(({ store, path }) =>
    path === null ? [] : [{ store, path: path.flatMap((sha256) => known.get(sha256) ?? []) }],
  );
}

function endOf({ notAfter }: CertificateSummary): number {
  return Date.parse(notAfter) / 1_000;
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

function greatest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}
