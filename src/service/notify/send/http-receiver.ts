import { type HttpPostAnswer, postHttp } from '../../../net/post-http.ts';
import type { Delivery } from '../delivery.ts';
import { conceal } from './conceal.ts';

/** A receiver over HTTP. */
export interface HttpReceiver {
  readonly url: URL;
  /** PEM; undefined: the bundled ones. */
  readonly authorities: string | undefined;
  /** What must never be shown: parts of the URL, tokens. */
  readonly secrets: readonly string[];
  readonly now: () => Date;
}

/** Receivers answer within a second or two; Slack and Teams give their own callers 3 and 10. */
const timeoutMs = 30_000;

/** Posts JSON, and judges what the answer means. */
export async function postJson(
  { url, authorities, secrets, now }: HttpReceiver,
  { body, headers = {} }: { readonly body: string; readonly headers?: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<Delivery> {
  const posted = await postHttp({
    ...{ url, authorities, body, timeoutMs, signal },
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
  if (!posted.ok) return { kind: 'failed', error: conceal(`${url.host}: ${posted.error}`, secrets) };
  return judgeAnswer(posted.value, now(), (text) => conceal(`${url.host} ${text}`, secrets));
}

/** RFC 9110 §15: what is wrong with the request stays wrong; everything else may pass. */
function judgeAnswer(answer: HttpPostAnswer, now: Date, describe: (text: string) => string): Delivery {
  const { status, excerpt, retryAfter } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const error = describe(`answered with status ${status}${excerpt.trim() === '' ? '' : `: ${excerpt}`}`);
  if (status >= 300 && status < 400)
    return { kind: 'failed', error: `${error}; redirects are not followed, so give the final URL` };
  const isTemporary = status >= 500 || status < 400 || temporary.has(status);
  return isTemporary
    ? { kind: 'failed', error, retryAfterMs: readRetryAfter(retryAfter, now) }
    : { kind: 'refused', error };
}

/** Request Timeout, Too Early, Too Many Requests. */
const temporary: ReadonlySet<number> = new Set([408, 425, 429]);

/** RFC 9110 §10.2.3: seconds, or a date; anything else says nothing. */
export function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
