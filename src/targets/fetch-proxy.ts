import { noProxy, parseProxyUrl } from '../model/proxy-url.ts';
import { err, ok, type Result } from '../model/result.ts';

/** In place of a URL: the proxies that the environment names. */
const environment = 'environment';

/** Reads what `--fetch-proxy` and `fetch.proxy` may be: a proxy's URL, `environment` or `none`. The error is a clause. */
export function parseFetchProxy(text: string): Result<string, string> {
  if (text === noProxy || text === environment) return ok(text);
  const url = parseProxyUrl(text);
  return url.ok ? ok(url.value.text) : err(`${url.error}, or "environment" or "none"`);
}
