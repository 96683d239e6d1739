import type { Failure } from '../model/failure.ts';
import type { StartTlsProtocol } from '../model/vocabulary.ts';
import type { ConnectionFailure } from '../net/failure.ts';
import type { ProbeFailure, ProbeResult } from '../tls/probe.ts';
import { quoteBytes } from '../tls/quote-bytes.ts';

/** Why there is no TCP connection. */
export function tcpFailure(address: string, port: number, { kind, message }: ConnectionFailure): Failure {
  if (kind !== 'timeout') return { stage: 'tcp', kind, message };
  return {
    stage: 'tcp',
    kind,
    message: `${address} did not accept a connection on port ${port} within the time limit; a firewall may be dropping packets.`,
  };
}

/**
 * Why the flight was not read to its end; undefined if it was, and only then. The probe knows what the bytes were (for instance
 * not TLS, before the time ran out), the socket how they ended: `broken`. What the server did wrong before is added where no
 * chain shows it.
 */
export function tlsFailure(
  signal: AbortSignal,
  result: ProbeResult,
  {
    broken,
    startTls,
  }: { readonly broken: ConnectionFailure | undefined; readonly startTls: BegunStartTls | undefined },
): Failure | undefined {
  // There was no way to the server after all.
  if (broken?.kind === 'proxy') return { stage: 'tcp', kind: broken.kind, message: broken.message };
  const failure = result.failure ?? (broken && describeBreak(signal, result, broken)) ?? unexplained(result);
  if (failure === undefined) return undefined;
  const { kind, message } = failure;
  const [violation] = result.certificates === undefined ? result.violations : [];
  const before = violation === undefined ? '' : ` Before, it broke ${violation.rule}: ${violation.message}`;
  if (startTls === undefined) return { stage: 'tls', kind, message: `${withStartTlsAdvice(failure)}${before}` };
  return { stage: 'tls', kind, message: `${message}${before}${injectionNote(startTls, result)}` };
}

/** What was spoken before TLS, and what came in plain text after the go-ahead. */
export interface BegunStartTls {
  readonly protocol: StartTlsProtocol;
  readonly injected: Uint8Array;
}

/** A server that was expected to begin with TLS, and greeted in plain text, may begin TLS on request. In one sentence, as lists show only the first. */
function withStartTlsAdvice({ message, startTls: [first, ...others] = [] }: Reason): string {
  if (first === undefined) return message;
  const options = [first, ...others].join(' or ');
  const urls = [first, ...others].map((protocol) => `${protocol}://HOST`).join(', ');
  return `${message.replace(/\.$/, '')}; to begin TLS there, use --starttls ${options} (${urls}).`;
}

/** Once there is a handshake, a check reports it. */
function injectionNote({ injected }: BegunStartTls, { serverHello }: ProbeResult): string {
  if (injected.length === 0 || serverHello !== undefined) return '';
  return ` After it had agreed to TLS, ${quoteBytes(injected)} came in plain text; it was not read as TLS, and may have been injected on the way.`;
}

type Reason = Pick<Failure, 'kind' | 'message'> & Pick<ProbeFailure, 'startTls'>;

/** The connection broke, by the peer, the network or the clock. */
function describeBreak(signal: AbortSignal, { progress }: ProbeResult, { kind, message }: ConnectionFailure): Reason {
  if (kind === 'aborted') return { kind, message };
  const reached = progress === undefined ? '' : ` The server stopped ${progress}.`;
  if (kind !== 'timeout' || !signal.aborted) return { kind, message: `${message}${reached}` };
  const late =
    progress === undefined
      ? 'The server accepted the connection but did not answer the ClientHello within the time limit.'
      : 'The server did not complete its part of the handshake within the time limit.';
  return { kind, message: `${late}${reached}` };
}

/** Neither the probe nor the socket failed; the flight must be whole then. */
function unexplained({ flightComplete, progress }: ProbeResult): Reason | undefined {
  if (flightComplete) return undefined;
  return { kind: 'protocol', message: `The handshake ended ${progress ?? 'without an answer to the hello'}.` };
}
