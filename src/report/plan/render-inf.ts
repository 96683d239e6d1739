import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { describeRequest } from './describe-place.ts';
import type { RequestFormat, RequestOptions } from './plan-format.ts';

/**
 * A policy file for `certreq -new`. Sources: "certreq" and "Appendix 3: Certreq.exe Syntax" of Microsoft's documentation, KB931351.
 *
 * The provider is the one of the Web Server template, which every Windows Server since 2003 has. It signs with SHA-1 only, so the file
 * names no HashAlgorithm; which hash the certificate gets is up to the CA. Keys of other kinds need a provider of CNG (Windows Server
 * 2008 or newer).
 */
export const infFormat: RequestFormat = { extension: '.inf', comment: ';', newline: '\r\n', render: renderInf };

function renderInf(certificate: PlannedCertificate, options: RequestOptions): string {
  const { id, extendedKeyUsage, templates } = certificate;
  const template = options.template ?? templates[0];
  const extensions = alternativeNames(certificate);
  const sections = [
    [
      ...describeRequest(certificate),
      ...(isOfWindows(certificate.key)
        ? [`On the server: certreq -new ${id}.inf ${id}.req`]
        : ['Windows cannot make a key of this kind: use the request of --format openssl.']),
      ...(extensions.length === 0 ? [] : [textNote]),
    ].map((line) => `; ${escapeForTerminal(line)}`),
    ['[Version]', 'Signature = "$Windows NT$"'],
    newRequest(certificate),
    extendedKeyUsage.length === 0
      ? []
      : ['[EnhancedKeyUsageExtension]', ...extendedKeyUsage.map((oid) => `OID = ${oid}`)],
    extensions,
    template === undefined ? [] : ['[RequestAttributes]', `CertificateTemplate = ${quoteInf(template)}`],
  ];
  const written = sections.filter((lines) => lines.length > 0);
  return `${written.map((lines) => lines.join('\r\n')).join('\r\n\r\n')}\r\n`;
}

/** certreq knows the algorithms of CNG, which has no Edwards curves for TLS. */
function isOfWindows({ type }: PlannedCertificate['key']): boolean {
  return type === 'rsa' || type === 'ec';
}

const textNote =
  'certreq of Windows Server 2003 cannot read the {text} of the SAN: run it on Windows Server 2008 or newer.';

function newRequest({ commonName, key, keyUsage }: PlannedCertificate): readonly string[] {
  return [
    '[NewRequest]',
    `Subject = ${quoteInf(commonName === null ? '' : `CN=${commonName}`)}`,
    `Exportable = ${key.exportable ? 'TRUE' : 'FALSE'}`,
    ...(key.type === 'rsa' ? [] : keyAlgorithm(key)),
    `KeyLength = ${key.bits}`,
    // AT_KEYEXCHANGE: without it there is no RSA key exchange. Keys of CNG have none.
    ...(key.type === 'rsa' ? ['KeySpec = 1'] : []),
    `KeyUsage = 0x${littleEndian(keyUsage.hex)}`,
    'MachineKeySet = TRUE',
    ...(key.type === 'rsa'
      ? ['ProviderName = "Microsoft RSA SChannel Cryptographic Provider"', 'ProviderType = 12']
      : ['ProviderName = "Microsoft Software Key Storage Provider"']),
    'RequestType = PKCS10',
    'SMIME = FALSE',
  ];
}

/** Of CNG, where every algorithm is one for a curve: `ECDH_P256`, and `ECDH_brainpoolP256r1` since Windows 10. */
function keyAlgorithm({ type, curve }: PlannedCertificate['key']): readonly string[] {
  const name = type === 'ec' ? `ECDH_${(curve ?? 'P-256').replace(/^P-/, 'P')}` : type.toUpperCase();
  return [`KeyAlgorithm = ${name}`, 'HashAlgorithm = SHA256'];
}

/** The second octet, which only decipherOnly has, is the higher one of the number. */
function littleEndian(hex: string): string {
  return (hex.match(/../g) ?? [])
    .toReversed()
    .join('')
    .replace(/^(?:00)+(?=..)/, '');
}

/** Names to fill in are comments. Without a subject the SAN is critical (RFC 5280 §4.2.1.6). */
function alternativeNames(certificate: PlannedCertificate): readonly string[] {
  const { commonName, dnsNames, ipAddresses, uris, emailAddresses, namesToFillIn } = certificate;
  const names = [
    ...dnsNames.map((name) => `dns=${name}`),
    ...ipAddresses.map((address) => `ipaddress=${address}`),
    ...uris.map((uri) => `url=${uri}`),
    ...emailAddresses.map((address) => `email=${address}`),
  ];
  const toFillIn = namesToFillIn.map(({ kind, pattern }) => `${kind === 'uri' ? 'url' : 'email'}=${pattern}`);
  if (names.length + toFillIn.length === 0) return [];
  const written = [
    '[Extensions]',
    '2.5.29.17 = "{text}"',
    ...toFillIn.map((name) => `; _continue_ = ${quoteInf(`${escapeForTerminal(name)}${names.length > 0 ? '&' : ''}`)}`),
    ...names.map((name, index) => `_continue_ = ${quoteInf(`${name}${index < names.length - 1 ? '&' : ''}`)}`),
    ...(commonName === null ? ['Critical = 2.5.29.17'] : []),
  ];
  // An empty SAN would be malformed.
  return names.length > 0 ? written : written.map((line) => (line.startsWith(';') ? line : `; ${line}`));
}

/** In a value `%` starts a string token, and a quotation mark is doubled. */
function quoteInf(text: string): string {
  return `"${text.replaceAll('%', '%%').replaceAll('"', '""')}"`;
}
