import { formatIpAddress, parseIpAddress } from '../../model/ip-address.ts';
import type { CompareDnsName } from '../../pki/names/wildcard.ts';
import type { NameKind, NamesByKind } from '../../policy/policy.ts';
import type { GeneralName } from '../../x509/certificate.ts';

/** A name of a SAN, or one that a role demands, allows or forbids there: its kind and text. */
export interface KindOfName {
  readonly kind: NameKind;
  readonly text: string;
}

/** The entries of a SAN that roles have a say in: as written, DNS names and e-mail addresses in lower case. */
export function namesOf(entries: readonly GeneralName[]): readonly KindOfName[] {
  return entries.flatMap((entry): readonly KindOfName[] => {
    switch (entry.kind) {
      case 'ip':
        return [{ kind: 'ip', text: formatIpAddress(entry.bytes) }];
      case 'uri':
        return [{ kind: 'uri', text: entry.text }];
      case 'dns':
      case 'email':
        return [{ kind: entry.kind, text: entry.text.toLowerCase() }];
      default:
        return [];
    }
  });
}

/** The names of a role one by one, an IP literal among the DNS names as the iPAddress entry that it stands for. */
export function listNames(names: Partial<NamesByKind>): readonly KindOfName[] {
  const { dns = [], ip = [], uri = [], email = [] } = names;
  return [
    ...dns.map((text): KindOfName => {
      const address = parseIpAddress(text);
      return address === undefined ? { kind: 'dns', text } : { kind: 'ip', text: formatIpAddress(address) };
    }),
    ...ip.map((text): KindOfName => {
      const address = parseIpAddress(text);
      return { kind: 'ip', text: address === undefined ? text : formatIpAddress(address) };
    }),
    ...uri.map((text) => ({ kind: 'uri' as const, text })),
    ...email.map((text) => ({ kind: 'email' as const, text })),
  ];
}

/** Whether an entry is what a role names: a pattern where it is a URI or an e-mail address, in which `*` stands for any characters. */
export function isNamed(entry: KindOfName, name: KindOfName): boolean {
  if (entry.kind !== name.kind) return false;
  return name.kind === 'uri' || name.kind === 'email' ? fits(entry.text, name.text) : entry.text === name.text;
}

/** The same where `*` stands for any characters in every kind. */
export function isForbidden(entry: KindOfName, name: KindOfName): boolean {
  return entry.kind === name.kind && fits(entry.text, name.text);
}

/** Whether a wildcard among the entries covers a DNS name. */
export function isCovered(name: KindOfName, entries: readonly KindOfName[], covers: CompareDnsName): boolean {
  return (
    name.kind === 'dns' &&
    entries.some(({ kind, text }) => kind === 'dns' && text.includes('*') && covers(text, name.text))
  );
}

/** `im.contoso.com`, `URI spiffe://corp.example/redis`. */
export function nameText({ kind, text }: KindOfName): string {
  switch (kind) {
    case 'uri':
      return `URI ${text}`;
    case 'email':
      return `e-mail address ${text}`;
    default:
      return text;
  }
}

/** Without going back further than to the last `*`: a peer chooses the text. */
function fits(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return text === first;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
