import { quote } from './problem.ts';

/** Why a text is not the name of an application protocol (RFC 7301 §3.1: 1 to 255 bytes; ours are printable ASCII); undefined: it is. */
export function alpnFault(protocol: string): string | undefined {
  if (/^[!-~]{1,255}$/.test(protocol)) return undefined;
  return `${quote(protocol)} is not an application protocol (1 to 255 printable ASCII characters without spaces); use a name such as h2 or http/1.1`;
}
