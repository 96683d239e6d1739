import { basicCredentials } from './basic-credentials.ts';
import type { ProxyServer } from './proxy-server.ts';
import { showText } from './show-text.ts';

/** What stands in a quotation in place of a password. */
const concealed = '***';

/** So much of a secret at the end of what has arrived may be the beginning of the whole. */
const leastBytesOfBeginning = 4;

/**
 * Makes what quotes a proxy: printable ASCII in quotation marks. Proxies that repeat a request, and servers that are taken for a proxy, also
 * repeat the password in it, which no report may have: it is replaced, as it is and as Basic sends it (RFC 7617), before anything is cut.
 */
export function createProxyQuote(proxy: ProxyServer): (said: Uint8Array | string) => string {
  const secrets = secretsOf(proxy);
  return (said) => showText(conceal(typeof said === 'string' ? said : Buffer.from(said).toString('latin1'), secrets));
}

/**
 * User and password together, in the forms in which they were sent to the proxy (RFC 7617, RFC 1929), and as text: nothing that a server
 * behind it could say by chance, as it could the password alone. Empty: there is no password.
 */
export function loginsOf(proxy: ProxyServer): readonly Uint8Array[] {
  const { user = '', password = '' } = proxy;
  if (password === '') return [];
  const [name, secret] = [Buffer.from(user, 'utf8'), Buffer.from(password, 'utf8')];
  const inHeader = Buffer.from(basicCredentials(proxy)?.slice('Basic '.length) ?? password, 'latin1');
  return [
    inHeader,
    Buffer.concat([name, Buffer.from(':'), secret]),
    Buffer.concat([name, Uint8Array.of(secret.length), secret]),
  ];
}

/** Whether a text of a proxy, a URL for instance, repeats its password, as it is, as Basic sends it, or percent-encoded. */
export function repeatsPassword(proxy: ProxyServer, text: string): boolean {
  const spellings = [text, text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => latin1(Number.parseInt(code, 16)))];
  return secretsOf(proxy).some((secret) => spellings.some((spelling) => spelling.includes(secret)));
}

function latin1(byte: number): string {
  return String.fromCharCode(byte);
}

/** As Latin-1 text, a byte a character, longest first. */
function secretsOf(proxy: ProxyServer): readonly string[] {
  if (proxy.password === undefined || proxy.password === '') return [];
  const password = Buffer.from(proxy.password, 'utf8').toString('latin1');
  const basic = basicCredentials(proxy)?.slice('Basic '.length) ?? password;
  return [basic, password].sort((one, other) => other.length - one.length);
}

function conceal(text: string, secrets: readonly string[]): string {
  const without = secrets.reduce((rest, secret) => rest.replaceAll(secret, concealed), text);
  const begun = Math.max(0, ...secrets.map((secret) => lengthOfBeginning(without, secret)));
  return begun === 0 ? without : `${without.slice(0, -begun)}${concealed}`;
}

/** How much of the secret the text ends with; 0: too little to tell. */
function lengthOfBeginning(text: string, secret: string): number {
  for (let length = secret.length - 1; length >= leastBytesOfBeginning; length -= 1)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}
