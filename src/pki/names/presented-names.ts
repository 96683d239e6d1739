import type { Certificate, GeneralName } from '../../x509/certificate.ts';
import { equalBytes } from '../../model/equal-bytes.ts';
import { commonNames } from '../../x509/names/common-names.ts';

/** SANs of a leaf; `malformed` is seen, and never counts as absent. */
export function alternativeNames({ extensions }: Certificate): readonly GeneralName[] | 'malformed' {
  const names = extensions.subjectAlternativeName;
  if (names === undefined) return [];
  return names.ok ? names.value : 'malformed';
}

/** The last readable CN of the encoding, the most specific one (RFC 2818 §3.1), which is the one Windows shows and compares. */
export function lastCommonName({ subject }: Certificate): string | undefined {
  return commonNames(subject).at(-1);
}

/** The texts of the dNSName entries, in order. A loop, because `flatMap` makes an array for each of what may be thousands. */
export function dnsNames(names: readonly GeneralName[]): readonly string[] {
  const texts: string[] = [];
  for (const name of names) if (name.kind === 'dns') texts.push(name.text);
  return texts;
}

/** Whether an iPAddress entry holds exactly these bytes. */
export function hasIpAddress(names: readonly GeneralName[], bytes: Uint8Array): boolean {
  return names.some((name) => name.kind === 'ip' && equalBytes(name.bytes, bytes));
}

export const malformedNames = 'The subject alternative name extension is malformed, so it matches nothing.';
export const invalidHost = 'The name dialed is neither a DNS name nor an IP address.';
