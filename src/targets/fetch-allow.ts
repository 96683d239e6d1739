import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { parseHost } from './host-name.ts';
import { normaliseIpAddress } from '../model/ip-address.ts';

/**
 * Reads what `--fetch-allow` and `fetch.allow` may name: a host, an address, a range in CIDR, or `private`. In the spelling
 * that `net` reads. The error is a clause.
 */
export function parseFetchAllow(text: string): Result<string, string> {
  if (text === 'private') return ok(text);
  const [base = '', prefix, ...rest] = text.split('/');
  if (prefix !== undefined) {
    const address = normaliseIpAddress(base);
    const bits = address?.includes(':') ? 128 : 32;
    if (address !== undefined && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits) {
      return ok(`${address}/${Number(prefix)}`);
    }
    return err(`${quote(text)} is not an address range; use for instance 10.0.0.0/8 or fd00::/8`);
  }
  const host = parseHost(text);
  return host.ok
    ? ok(host.value.text)
    : err(`${host.error}; use a host, an address range such as 10.0.0.0/8 or "private"`);
}
