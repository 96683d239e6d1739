import { Socket } from 'node:net';

import { err, ok, type Result } from '../model/result.ts';
import { socketFailure } from './socket-failure.ts';

/** A body for a receiver that the operator named. */
export interface HttpPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** PEM of the authorities that the receiver's certificate is checked with; undefined: those of Node. */
  readonly authorities: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface HttpPostAnswer {
  readonly status: number;
  /** Retry-After as it came; undefined: none. */
  readonly retryAfter: string | undefined;
  /** The beginning of the body, at most 500 bytes. */
  readonly excerpt: string;
}

/** What is read of an answer, headers included: nobody wants more. */
const maxBytes = 65_536;
const maxExcerptBytes = 500;

/**
 * Posts once, over a connection of its own. The receiver is checked as any HTTPS server, redirects are not followed, and what it answers
 * is read only so far. The error is a clause without the URL.
 */
export async function postHttp(post: HttpPost): Promise<Result<HttpPostAnswer, string>> {
  const { url, headers, body, authorities, timeoutMs } = post;
  const { Agent, buildConnector } = await import('undici');
  const dial = buildConnector({ maxCachedSessions: 0, timeout: timeoutMs, ...(authorities && { ca: authorities }) });
  let hasDialed = false;
  const agent = new Agent({
    connect: (target, callback) => {
      // The HTTP client connects again, without end, if a server speaks before it was asked.
      if (hasDialed) return callback(new Error('it spoke before it was asked, or closed the connection'), null);
      hasDialed = true;
      dial(target, (...opened) => {
        const [, socket] = opened;
        if (socket instanceof Socket) endIfEndless(socket);
        callback(...opened);
      });
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([post.signal, deadline]);
  try {
    const path = `${url.pathname}${url.search}`;
    const sent = { 'user-agent': 'certmuster', 'accept-encoding': 'identity', ...headers };
    const response = await agent.request({ origin: url.origin, path, method: 'POST', headers: sent, body, signal });
    response.body.on('error', () => undefined);
    const { statusCode, headers: received } = response;
    const retryAfter = received['retry-after'];
    return ok({
      status: statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      excerpt: await readExcerpt(response.body),
    });
  } catch (thrown) {
    if (deadline.aborted) return err(`no answer within ${timeoutMs / 1_000} seconds`);
    if (post.signal.aborted) return err('it was cut off');
    return err(describe(thrown));
  } finally {
    void agent.destroy().catch(() => undefined);
  }
}

/** Some receivers put a reason there; whatever goes wrong while it is read, the status is known. */
async function readExcerpt(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxExcerptBytes) break;
    }
  } catch {
    // The status is what counts.
  }
  return Buffer.concat(chunks).subarray(0, maxExcerptBytes).toString('utf8');
}

function endIfEndless(socket: Socket): void {
  socket.prependListener('readable', () => {
    if (socket.bytesRead > maxBytes && !socket.destroyed)
      socket.destroy(new Error(`the answer has more than ${maxBytes} bytes`));
  });
}

function describe(thrown: unknown): string {
  const error: NodeJS.ErrnoException = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = error.code ?? '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'the connection timed out';
  if (/^(?:ERR_TLS|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|ERR_SSL)/.test(code))
    return `its certificate is refused: ${error.message}`;
  return code.startsWith('E') && !code.startsWith('ERR_')
    ? socketFailure(error).message.replace(/\.$/, '')
    : error.message;
}
