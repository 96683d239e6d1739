import { assertNever } from '../../model/assert-never.ts';
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
  const { id, key, commonName, extendedKeyUsage } = certificate;
  // A section of a subject without entries is refused.
  const subject = commonName === null ? ' -subj /' : '';
  const lines = [
    ...[
      ...describeRequest(certificate),
      `openssl req -new -config ${id}.cnf${subject} -newkey ${newKeyOf(key)} -nodes -keyout ${id}.key -out ${id}.csr`,
    ].map((line) => `# ${escapeForTerminal(line)}`),
    '',
    '[req]',
    'prompt = no',
    ...(key.type === 'rsa' ? [`default_bits = ${key.bits}`] : []),
    'default_md = sha256',
    'string_mask = utf8only',
    'distinguished_name = subject',
    'req_extensions = extensions',
    '',
    '[subject]',
    ...(commonName === null ? [] : [`CN = ${escapeValue(commonName)}`]),
    '',
    '[extensions]',
    `keyUsage = critical, ${certificate.keyUsage.bits.join(', ')}`,
    ...(extendedKeyUsage.length === 0 ? [] : [`extendedKeyUsage = ${extendedKeyUsage.join(', ')}`]),
    ...templateExtension(certificate),
    ...alternativeNames(certificate),
    ...templateSection(certificate),
  ];
  return `${lines.join('\n')}\n`;
}

/** The arguments of `-newkey` and what belongs to them. */
function newKeyOf({ type, bits, curve }: PlannedCertificate['key']): string {
  switch (type) {
    case 'rsa':
      return `rsa:${bits}`;
    case 'ec':
      return `ec -pkeyopt ec_paramgen_curve:${curve ?? `P-${bits}`}`;
    case 'ed25519':
    case 'ed448':
      return type;
    default:
      return assertNever(type);
  }
}

/**
 * What AD CS reads the template from: the name of one of version 1 (szOID_ENROLL_CERTTYPE), the OID of one of version 2
 * (szOID_CERTIFICATE_TEMPLATE). Source: [MS-WCCE] 2.2.2.7.7.
 */
function templateExtension({ templates }: PlannedCertificate): readonly string[] {
  const [template] = templates;
  if (template === undefined) return [];
  return /^\d+(?:\.\d+)+$/.test(template)
    ? ['1.3.6.1.4.1.311.21.7 = ASN1:SEQUENCE:template']
    : [`1.3.6.1.4.1.311.20.2 = ASN1:BMPSTRING:${escapeValue(template)}`];
}

/** Sections that extensions refer to. */
function templateSection({ templates }: PlannedCertificate): readonly string[] {
  const [template] = templates;
  return template !== undefined && /^\d+(?:\.\d+)+$/.test(template) ? ['', '[template]', `id = OID:${template}`] : [];
}

/** Names to fill in are comments. Without a subject the SAN is critical (RFC 5280 §4.2.1.6). */
function alternativeNames(certificate: PlannedCertificate): readonly string[] {
  const { commonName, dnsNames, ipAddresses, uris, emailAddresses, namesToFillIn } = certificate;
  const names = [
    ...numbered('DNS', dnsNames),
    ...numbered('IP', ipAddresses),
    ...numbered('URI', uris),
    ...numbered('email', emailAddresses),
  ];
  const toFillIn = (['uri', 'email'] as const).flatMap((kind) => {
    const patterns = namesToFillIn.flatMap((name) => (name.kind === kind ? [name.pattern] : []));
    const known = kind === 'uri' ? uris : emailAddresses;
    return numbered(kind === 'uri' ? 'URI' : 'email', patterns, known.length);
  });
  if (names.length + toFillIn.length === 0) return [];
  const mark = names.length === 0 ? '# ' : '';
  return [
    `${mark}subjectAltName = ${commonName === null ? 'critical, ' : ''}@names`,
    '',
    '[names]',
    ...names,
    ...toFillIn.map((line) => `# ${escapeForTerminal(line)}`),
  ];
}

function numbered(kind: string, names: readonly string[], from = 0): readonly string[] {
  return names.map((name, index) => `${kind}.${from + index + 1} = ${escapeValue(name)}`);
}

/** Characters that config(5) gives a meaning. */
function escapeValue(text: string): string {
  return text.replace(/[\\#$"'`]/g, '\\$&');
}
