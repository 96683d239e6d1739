import { createHash } from 'node:crypto';

import { parseIpAddress } from '../../src/model/ip-address.ts';
import { type CertificateProfile, type KeyUsageBit, keyUsageBits } from './certificate-profile.ts';
import { bmpString, derTrue, explicit, integer, objectIdentifier, octets, sequence, tagged } from '../pki/forge-der.ts';

/** DER of each Extension that a profile asks for, in the order AD CS writes them. */
export function encodeExtensions(
  profile: CertificateProfile,
  keys: { readonly subject: Uint8Array; readonly issuer: Uint8Array },
): readonly Uint8Array[] {
  return [...standardExtensions(profile, keys), ...microsoftExtensions(profile), ...extraExtensions(profile)];
}

/** The leftmost 160 bits of a SHA-256 over the SubjectPublicKeyInfo: RFC 7093 §2, methods 1 and 4. */
export function keyIdentifier(spki: Uint8Array): Uint8Array {
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

function* standardExtensions(
  profile: CertificateProfile,
  keys: { readonly subject: Uint8Array; readonly issuer: Uint8Array },
): Generator<Uint8Array> {
  const { basicConstraints, keyUsage, extendedKeyUsage, crlUrls, ocspUrls, issuerUrls } = profile;
  if (keyUsage !== undefined) yield extension({ oid: '2.5.29.15', critical: true, value: namedBits(keyUsage) });
  if (basicConstraints !== undefined) {
    const { ca, pathLength } = basicConstraints;
    const value = sequence(...(ca ? [derTrue] : []), ...(pathLength === undefined ? [] : [integer(pathLength)]));
    yield extension({ oid: '2.5.29.19', critical: true, value });
  }
  const names = [
    ...(profile.dnsNames ?? []).map(dnsName),
    ...(profile.ipAddresses ?? []).map(ipAddress),
    ...(profile.uris ?? []).map(uri),
    ...(profile.emailAddresses ?? []).map(emailAddress),
  ];
  if (names.length > 0) yield extension({ oid: '2.5.29.17', value: sequence(...names) });
  if (extendedKeyUsage !== undefined) {
    yield extension({ oid: '2.5.29.37', value: sequence(...extendedKeyUsage.map(objectIdentifier)) });
  }
  const own = identifier(profile.subjectKeyIdentifier, keys.subject);
  if (own !== undefined) yield extension({ oid: '2.5.29.14', value: octets(own) });
  const authority = identifier(profile.authorityKeyIdentifier, keys.issuer);
  if (authority !== undefined) yield extension({ oid: '2.5.29.35', value: sequence(tagged(0x80, authority)) });
  if (crlUrls !== undefined) {
    const points = crlUrls.map((url) => sequence(explicit(0, explicit(0, uri(url)))));
    yield extension({ oid: '2.5.29.31', value: sequence(...points) });
  }
  if (ocspUrls !== undefined || issuerUrls !== undefined) {
    const value = sequence(
      ...(ocspUrls ?? []).map((url) => accessDescription('1.3.6.1.5.5.7.48.1', url)),
      ...(issuerUrls ?? []).map((url) => accessDescription('1.3.6.1.5.5.7.48.2', url)),
    );
    yield extension({ oid: '1.3.6.1.5.5.7.1.1', value });
  }
}

function* microsoftExtensions({ templateName, templateOid }: CertificateProfile): Generator<Uint8Array> {
  if (templateName !== undefined) {
    yield extension({ oid: '1.3.6.1.4.1.311.20.2', value: bmpString(templateName) });
  }
  if (templateOid !== undefined) {
    const template = sequence(objectIdentifier(templateOid), integer(100), integer(1));
    yield extension({ oid: '1.3.6.1.4.1.311.21.7', value: template });
  }
}

function extraExtensions({ extraExtensions: extra }: CertificateProfile): readonly Uint8Array[] {
  return (extra ?? []).map(extension);
}

function extension(parts: {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}): Uint8Array {
  const critical = parts.critical === true ? [derTrue] : [];
  return sequence(objectIdentifier(parts.oid), ...critical, octets(parts.value));
}

/** A BIT STRING of named bits without trailing zeros (X.690 §11.2.2). All seven fit into one octet. */
function namedBits(bits: readonly KeyUsageBit[]): Uint8Array {
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> keyUsageBits.indexOf(bit)), 0);
  if (octet === 0) return tagged(0x03, Uint8Array.of(0));
  const unused = 31 - Math.clz32(octet & -octet);
  return tagged(0x03, Uint8Array.of(unused, octet));
}

function identifier(asked: 'derived' | Uint8Array | undefined, spki: Uint8Array): Uint8Array | undefined {
  return asked === 'derived' ? keyIdentifier(spki) : asked;
}

function dnsName(name: string): Uint8Array {
  return tagged(0x82, Buffer.from(name, 'latin1'));
}

function emailAddress(text: string): Uint8Array {
  return tagged(0x81, Buffer.from(text, 'latin1'));
}

function ipAddress(text: string): Uint8Array {
  const address = parseIpAddress(text);
  if (address === undefined) throw new Error(`${text} is no IP address`);
  return tagged(0x87, address);
}

function uri(url: string): Uint8Array {
  return tagged(0x86, Buffer.from(url, 'latin1'));
}

function accessDescription(method: string, url: string): Uint8Array {
  return sequence(objectIdentifier(method), uri(url));
}
