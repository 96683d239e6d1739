import { assertNever } from '../../model/assert-never.ts';
import type { Failure } from '../../model/failure.ts';

/** How a server ended a connection, in a few words: `connection closed`. `alert`: the name of its fatal alert. */
export function failureText({ kind }: Failure, alert: string | undefined): string {
  // An alert without a name is called by its number: `alert 200`.
  if (alert !== undefined) return alert.startsWith('alert ') ? alert : `alert ${alert}`;
  switch (kind) {
    case 'closed':
      return 'connection closed';
    case 'reset':
      return 'connection reset';
    case 'timeout':
      return 'no answer in time';
    case 'protocol':
      return 'an answer that breaks the protocol';
    case 'limit':
      return 'an answer beyond the limits';
    case 'not-tls':
      return 'an answer that is not TLS';
    case 'starttls':
      return 'a refusal to begin TLS';
    case 'alert':
    case 'refused':
    case 'unreachable':
    case 'not-found':
    case 'dns-error':
    case 'no-address-family':
    case 'proxy':
    case 'socket-error':
    case 'site-without-worker':
    case 'not-allowed':
    case 'aborted':
    case 'internal-error':
      return kind;
    default:
      return assertNever(kind);
  }
}
