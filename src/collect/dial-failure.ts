import type { Failure } from '../model/failure.ts';
import type { ConnectionFailure } from '../net/failure.ts';
import type { ProbeResult } from '../tls/probe.ts';

/** Why there is no TCP connection. */
export function tcpFailure(address: string, port: number, { kind, message }: ConnectionFailure): Failure {
  if (kind !== 'timeout') return { stage: 'tcp', kind, message };
  return {
    stage: 'tcp',
    kind,
    message: `${address}:${port} did not answer the connection attempt in time; a firewall may be dropping the packets.`,
  };
}

/**
 * Why the flight was not read to its end; undefined if it was. The probe knows what the bytes were (for instance not TLS,
 * before the time ran out), the socket how they ended: `broken`.
 */
export function tlsFailure(
  signal: AbortSignal,
  { failure, serverHello }: ProbeResult,
  broken: ConnectionFailure | undefined,
): Failure | undefined {
  const isProbeRight = failure !== undefined && (failure.kind !== 'closed' || broken?.kind === 'closed');
  if (isProbeRight) return { stage: 'tls', kind: failure.kind, message: failure.message };
  if (broken?.kind !== 'timeout' || !signal.aborted) return broken && { stage: 'tls', ...broken };
  const message =
    serverHello === undefined
      ? 'The peer accepted the connection but did not answer the hello in time.'
      : 'The server did not complete its flight in time.';
  return { stage: 'tls', kind: 'timeout', message };
}
