import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { type CallerRight, callerRights } from '../../../model/service-http-config.ts';
import { demandsCredentials, type HttpPlan } from '../http-plan.ts';

/** Who sends a request. */
export type Caller =
  | { readonly kind: 'known'; readonly name: string; readonly rights: readonly CallerRight[] }
  /** `wrong`: what it showed is not accepted, a clause for the log; undefined: it showed nothing. */
  | { readonly kind: 'unknown'; readonly wrong: string | undefined };

/** Who is let in by a token (RFC 6750, or as the password of RFC 7617), or by a client certificate. */
export function findCaller(plan: HttpPlan, authorization: string | undefined, socket: Socket): Caller {
  if (!demandsCredentials(plan)) return { kind: 'known', name: 'anyone', rights: callerRights };
  if (authorization === undefined) return findByCertificate(plan, socket);
  const token = readToken(authorization);
  const known = token === undefined ? undefined : findByToken(plan, token);
  return known === undefined
    ? { kind: 'unknown', wrong: 'a wrong token' }
    : { kind: 'known', name: known.name, rights: known.rights };
}

/** The token of an Authorization header; of `Basic` the password, whoever the user is. */
function readToken(authorization: string): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\w+) +([\w.~+/=-]+) *$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined;
}

/** Compares digests, all of them, so that neither the time nor the length tells anything of a token. */
function findByToken({ callers }: HttpPlan, token: string): HttpPlan['callers'][number] | undefined {
  const digest = createHash('sha256').update(token).digest();
  let found: HttpPlan['callers'][number] | undefined;
  for (const caller of callers) if (timingSafeEqual(caller.digest, digest)) found = caller;
  return found;
}

function findByCertificate({ tls }: HttpPlan, socket: Socket): Caller {
  if (tls?.clients === undefined || !(socket instanceof TLSSocket)) return { kind: 'unknown', wrong: undefined };
  const certificate = socket.getPeerX509Certificate();
  // Node calls a resumed session without a certificate authorized, too.
  if (certificate === undefined) return { kind: 'unknown', wrong: undefined };
  if (!socket.authorized) {
    return { kind: 'unknown', wrong: `a certificate that is not accepted (${String(socket.authorizationError)})` };
  }
  return { kind: 'known', name: certificate.subject.replaceAll('\n', ', '), rights: tls.clients.rights };
}
