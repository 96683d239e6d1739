import type { FastifyReply, FastifyRequest } from 'fastify';

import { createTokenBuckets, type TokenBuckets } from '../../../async/token-buckets.ts';
import { httpBounds } from '../http-bounds.ts';
import { demandsCredentials, type HttpPlan } from '../http-plan.ts';
import { sendProblem } from '../problem.ts';
import { securityHeaders } from '../security-headers.ts';
import { objectToHost, objectToSite } from './check-site.ts';
import { clientKey } from './client-address.ts';
import { createFailureLog } from './failure-log.ts';
import { findCaller } from './find-caller.ts';
import { rightFor } from './route-rights.ts';

/** Decides on every request before anything else looks at it. */
export interface Admission {
  /** Answers a request that is turned away, and returns the reply; undefined: it may go on. */
  readonly admit: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;
  /** From now on another plan decides. */
  readonly update: (plan: HttpPlan) => void;
}

interface Surroundings {
  readonly monotonicMs: () => number;
  readonly log: (text: string) => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent it: the name of its token, or the subject of its certificate. */
    callerName: string;
    /** Whether the caller may see what is known: also on routes that are open to everyone. */
    mayRead: boolean;
  }
}

const methods = ['GET', 'HEAD', 'POST'];

export function createAdmission(first: HttpPlan, { monotonicMs, log }: Surroundings): Admission {
  let plan = first;
  let requests = requestBuckets(plan, monotonicMs);
  const { failuresPerMinute: perMinute, maxKnownAddresses: maxKeys } = httpBounds;
  const failures = createTokenBuckets({ perMinute, maxKeys }, monotonicMs);
  const logFailure = createFailureLog(log, monotonicMs);

  const admit: Admission['admit'] = (request, reply) => {
    reply.headers(securityHeaders);
    const { headers, method } = request;
    const address = clientKey(request.socket.remoteAddress);
    const waitMs = requests.take(address);
    if (waitMs > 0) return tooMany(reply, waitMs, `${plan.requestsPerMinute} requests a minute are answered`);
    if (!methods.includes(method)) {
      return sendProblem(reply.header('allow', methods.join(', ')), 405, `Use ${methods.join(', ')}.`);
    }
    if (request.url.length > httpBounds.maxUrlLength) return sendProblem(reply, 414, 'The URL is too long.');
    if (headers.host === undefined || !request.url.startsWith('/')) {
      return sendProblem(reply, 400, 'The request needs a Host header, and a URL that begins with a slash.');
    }
    const { publicOrigin } = plan;
    const wrongHost = demandsCredentials(plan) ? undefined : objectToHost(headers.host, publicOrigin);
    if (wrongHost !== undefined) return sendProblem(reply, 421, wrongHost);
    const right = rightFor(request.routeOptions.url, method);
    const hasEffect = right === 'run' || right === 'probe';
    const isTls = request.protocol === 'https';
    const wrongSite = objectToSite({ headers, method, isTls, publicOrigin, hasEffect });
    if (wrongSite !== undefined) return sendProblem(reply, 403, wrongSite);
    const failureWaitMs = failures.waitMs(address);
    if (failureWaitMs > 0 && right !== 'none') return tooMany(reply, failureWaitMs, 'Too many wrong tokens were sent');
    const caller = findCaller(plan, headers.authorization, request.socket);
    if (caller.kind === 'unknown' && caller.wrong !== undefined) {
      failures.take(address);
      logFailure(address, caller.wrong);
    }
    request.callerName = caller.kind === 'known' ? caller.name : 'anyone';
    request.mayRead = caller.kind === 'known' && caller.rights.includes('read');
    if (right === 'none') return undefined;
    if (caller.kind === 'unknown') return demandCredentials(reply, plan);
    if (caller.rights.includes(right)) return undefined;
    return sendProblem(
      reply,
      403,
      `The caller needs the right ${JSON.stringify(right)} for this, and does not have it.`,
    );
  };
  return {
    admit,
    update: (next) => {
      if (next.requestsPerMinute !== plan.requestsPerMinute) requests = requestBuckets(next, monotonicMs);
      plan = next;
    },
  };
}

function requestBuckets({ requestsPerMinute }: HttpPlan, monotonicMs: () => number): TokenBuckets {
  return createTokenBuckets({ perMinute: requestsPerMinute, maxKeys: httpBounds.maxKnownAddresses }, monotonicMs);
}

/** What follows on the connection would be turned away, too: it is closed. */
function tooMany(reply: FastifyReply, waitMs: number, why: string): FastifyReply {
  const seconds = Math.ceil(waitMs / 1_000);
  reply.headers({ 'retry-after': String(seconds), connection: 'close' });
  return sendProblem(reply, 429, `${why} from one address. Try again in ${seconds} s.`);
}

/** The same answer to a wrong token as to none, and to a route that exists as to one that does not. */
function demandCredentials(reply: FastifyReply, { callers, tls }: HttpPlan): FastifyReply {
  const ways = [
    ...(callers.length > 0 ? ['a token (`Authorization: Bearer TOKEN`, or as the password of HTTP Basic)'] : []),
    ...(tls?.clients === undefined ? [] : ['a client certificate of an accepted authority']),
  ];
  if (callers.length > 0) {
    reply.header('www-authenticate', ['Bearer realm="certmuster"', 'Basic realm="certmuster", charset="UTF-8"']);
  }
  return sendProblem(reply, 401, `Show ${ways.join(' or ')}.`);
}
