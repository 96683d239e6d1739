import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { describeRequest } from './describe-place.ts';
import type { RequestFormat, RequestOptions } from './plan-format.ts';

/**
 * A policy file for `certreq -new`. Sources: "certreq" and "Appendix 3: Certreq.exe Syntax" of Microsoft's documentation, KB931351.
 *
 * The provider is the one of the Web Server template, which every Windows Server since 2003 has. It signs with SHA-1 only, so the file
 * names no HashAlgorithm; which hash the certificate gets is up to the CA.
 */
export const infFormat: RequestFormat = { extension: '.inf', comment: ';', newline: '\r\n', render: renderInf };

function renderInf(certificate: PlannedCertificate, options: RequestOptions): string {
  const { id, extendedKeyUsage } = certificate;
  const extensions = alternativeNames(certificate);
  const sections = [
    [
      ...describeRequest(certificate),
      `On the server: certreq -new ${id}.inf ${id}.req`,
      ...(extensions.length === 0 ? [] : [textNote]),
    ].map((line) => `; ${escapeForTerminal(line)}`),
    ['[Version]', 'Signature = "$Windows NT$"'],
    newRequest(certificate),
    ['[EnhancedKeyUsageExtension]', ...extendedKeyUsage.map((oid) => `OID = ${oid}`)],
    extensions,
    options.template === undefined
      ? []
      : ['[RequestAttributes]', `CertificateTemplate = ${quoteInf(options.template)}`],
  ];
  const written = sections.filter((lines) => lines.length > 0);
  return `${written.map((lines) => lines.join('\r\n')).join('\r\n\r\n')}\r\n`;
}

const textNote =
  'certreq of Windows Server 2003 cannot read the {text} of the SAN: run it on Windows Server 2008 or newer.';

function newRequest({ commonName, key, keyUsage }: PlannedCertificate): readonly string[] {
  return [
    '[NewRequest]',
    `Subject = ${quoteInf(commonName === null ? '' : `CN=${commonName}`)}`,
    `Exportable = ${key.exportable ? 'TRUE' : 'FALSE'}`,
    `KeyLength = ${key.bits}`,
    // AT_KEYEXCHANGE: without it there is no RSA key exchange.
    'KeySpec = 1',
    `KeyUsage = 0x${keyUsage.hex}`,
    'MachineKeySet = TRUE',
    'ProviderName = "Microsoft RSA SChannel Cryptographic Provider"',
    'ProviderType = 12',
    'RequestType = PKCS10',
    'SMIME = FALSE',
  ];
}

/** Without a subject the SAN is critical (RFC 5280 §4.2.1.6). */
function alternativeNames({ commonName, dnsNames, ipAddresses }: PlannedCertificate): readonly string[] {
  const names = [...dnsNames.map((name) => `dns=${name}`), ...ipAddresses.map((address) => `ipaddress=${address}`)];
  if (names.length === 0) return [];
  return [
    '[Extensions]',
    '2.5.29.17 = "{text}"',
    ...names.map((name, index) => `_continue_ = "${name}${index < names.length - 1 ? '&' : ''}"`),
    ...(commonName === null ? ['Critical = 2.5.29.17'] : []),
  ];
}

/** In a value `%` starts a string token, and a quotation mark is doubled. */
function quoteInf(text: string): string {
  return `"${text.replaceAll('%', '%%').replaceAll('"', '""')}"`;
}
