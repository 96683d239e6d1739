import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { describeRequest } from './describe-place.ts';
import type { RequestFormat } from './plan-format.ts';

/** A configuration for `openssl req -new` (OpenSSL 1.1.1 or newer). Sources: openssl-req(1), config(5), x509v3_config(5). */
export const opensslFormat: RequestFormat = {
  extension: '.cnf',
  comment: '#',
  newline: '\n',
  render: renderOpensslConfig,
};

function renderOpensslConfig(certificate: PlannedCertificate): string {
  const { id, key, commonName } = certificate;
  // A section of a subject without entries is refused.
  const subject = commonName === null ? ' -subj /' : '';
  const lines = [
    ...[
      ...describeRequest(certificate),
      `openssl req -new -config ${id}.cnf${subject} -newkey rsa:${key.bits} -nodes -keyout ${id}.key -out ${id}.csr`,
    ].map((line) => `# ${escapeForTerminal(line)}`),
    '',
    '[req]',
    'prompt = no',
    `default_bits = ${key.bits}`,
    'default_md = sha256',
    'string_mask = utf8only',
    'distinguished_name = subject',
    'req_extensions = extensions',
    '',
    '[subject]',
    ...(commonName === null ? [] : [`CN = ${commonName}`]),
    '',
    '[extensions]',
    `keyUsage = critical, ${certificate.keyUsage.bits.join(', ')}`,
    `extendedKeyUsage = ${certificate.extendedKeyUsage.join(', ')}`,
    ...alternativeNames(certificate),
  ];
  return `${lines.join('\n')}\n`;
}

/** Without a subject the SAN is critical (RFC 5280 §4.2.1.6). */
function alternativeNames({ commonName, dnsNames, ipAddresses }: PlannedCertificate): readonly string[] {
  if (dnsNames.length + ipAddresses.length === 0) return [];
  return [
    `subjectAltName = ${commonName === null ? 'critical, ' : ''}@names`,
    '',
    '[names]',
    ...dnsNames.map((name, index) => `DNS.${index + 1} = ${name}`),
    ...ipAddresses.map((address, index) => `IP.${index + 1} = ${address}`),
  ];
}
