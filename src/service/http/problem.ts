import { STATUS_CODES } from 'node:http';

import type { FastifyReply } from 'fastify';

import type { HttpProblem } from '../../model/api/api-documents.ts';

/** Why a request is not answered, as `application/problem+json` (RFC 9457). `detail` is for a person: it never quotes a secret. */
export function problemOf(status: number, detail: string): HttpProblem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .type(problemType)
    .send(JSON.stringify(problemOf(status, detail)));
}

export const problemType = 'application/problem+json';
