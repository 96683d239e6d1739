import { err, ok, type Result } from '../model/result.ts';
import { normaliseIpAddress } from '../model/ip-address.ts';
import { quote } from '../model/problem.ts';

/** RFC 1035 §2.3.4: 255 octets on the wire, which leaves 253 characters of text. */
export const maxNameLength = 253;
/** A label as Windows and DNS both store it. RFC 952 allows no underscore in a host name, but real computers have it. */
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** A host as the operator named it, in the canonical spelling that is used from here on. */
export interface Host {
  /** Lower case, A-labels, no trailing dot; for an address its canonical text. */
  readonly text: string;
  readonly isAddress: boolean;
}

/** Reads a DNS name, a single label (NetBIOS) or an IP literal. The error is a clause that says what is wrong. */
export function parseHost(text: string): Result<Host, string> {
  const address = normaliseIpAddress(unbracket(text));
  if (address !== undefined) return ok({ text: address, isAddress: true });
  if (text === '') return err('the host name is empty');
  if (/^[\d.]+$/.test(text)) return err(`${quote(text)} is neither an IP address nor a host name`);
  if (text.includes('://')) return err(`${quote(text)} is a URL; give the host only`);
  if (/^[^:]+:\d+$/.test(text)) return err(`${quote(text)} has a port; give the port in its own field`);
  if (text.includes('*')) return err(`${quote(text)} is a wildcard; give the host name that clients connect to`);
  const name = toAscii(text);
  if (name === undefined || !isName(name)) return err(`${quote(text)} is not a host name`);
  return ok({ text: name, isAddress: false });
}

/** Reads a fully qualified name: at least two labels, and no address. */
export function parseFqdn(text: string): Result<string, string> {
  const host = parseHost(text);
  if (!host.ok) return host;
  if (host.value.isAddress) return err(`${quote(text)} is an IP address; give the fully qualified name`);
  if (!host.value.text.includes('.')) {
    return err(`${quote(text)} is a single label; give the fully qualified name, for instance ${text}.contoso.local`);
  }
  return ok(host.value.text);
}

/** Internationalised names become A-labels (UTS 46, as the URL standard does it); a trailing dot is dropped. */
function toAscii(text: string): string | undefined {
  const plain = text.replace(/[.\u3002\uFF0E\uFF61]$/u, '');
  if (/^[\w.-]+$/.test(plain)) return plain.toLowerCase();
  if (/[\s/\\?#@:%[\]<>^|]/.test(plain) || !URL.canParse(`https://${plain}`)) return undefined;
  return new URL(`https://${plain}`).hostname;
}

function isName(name: string): boolean {
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  return name.length <= maxNameLength && labels.every((part) => label.test(part)) && !/^\d+$/.test(last);
}

function unbracket(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
}
