import type { ConnectionFailure } from './failure.ts';

type Kind = ConnectionFailure['kind'];

interface KnownCode {
  readonly kind: Kind;
  readonly text: string;
  /** Waiting may help: other sockets will be closed. */
  readonly isShortage?: true;
}

/** What the system's error codes mean to us. `errno(3)`; every code not named here is a `socket-error`. */
const kinds: Readonly<Record<string, KnownCode>> = {
  ECONNREFUSED: { kind: 'refused', text: 'The connection was refused: nothing listens there' },
  ECONNRESET: { kind: 'reset', text: 'The peer reset the connection' },
  EPIPE: { kind: 'reset', text: 'The peer closed the connection before everything was sent' },
  ECONNABORTED: { kind: 'reset', text: 'The connection was aborted' },
  ETIMEDOUT: { kind: 'timeout', text: 'The operating system gave up waiting for the peer' },
  EHOSTUNREACH: { kind: 'unreachable', text: 'There is no route to the host' },
  ENETUNREACH: { kind: 'unreachable', text: 'There is no route to the network' },
  EHOSTDOWN: { kind: 'unreachable', text: 'The host is down' },
  ENETDOWN: { kind: 'unreachable', text: 'The network is down' },
  EMFILE: {
    kind: 'socket-error',
    text: 'This process has too many open files: lower the concurrency or raise `ulimit -n`',
    isShortage: true,
  },
  ENFILE: { kind: 'socket-error', text: 'This system has too many open files', isShortage: true },
  ENOBUFS: { kind: 'socket-error', text: 'This system has no buffers left for new sockets', isShortage: true },
  EADDRNOTAVAIL: { kind: 'socket-error', text: 'This system has no local port or address left', isShortage: true },
  EAFNOSUPPORT: { kind: 'socket-error', text: 'This system does not support addresses of this family' },
  EACCES: { kind: 'socket-error', text: 'This system does not allow the connection' },
  EPERM: { kind: 'socket-error', text: 'This system does not allow the connection' },
};

/** Whether the error is one of the system's, not a complaint about what the peer sent. */
export function isSystemError({ code }: NodeJS.ErrnoException): boolean {
  return code !== undefined && kinds[code] !== undefined;
}

/** Tells an error of a socket by its code. */
export function socketFailure(error: NodeJS.ErrnoException): ConnectionFailure {
  const known = error.code === undefined ? undefined : kinds[error.code];
  if (known === undefined) return { kind: 'socket-error', message: `The socket failed: ${error.message}.` };
  const message = `${known.text} (${error.code}).`;
  return { kind: known.kind, message, ...(known.isShortage && { isShortage: true }) };
}
