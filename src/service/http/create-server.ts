import type { Socket } from 'node:net';

import fastify, { type FastifyInstance } from 'fastify';

import type { Admission } from './access/admit.ts';
import { createNodeServer } from './create-node-server.ts';
import { httpBounds } from './http-bounds.ts';
import type { TlsPlan } from './http-plan.ts';
import { problemOf, problemType, sendProblem } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

/** Makes a server without routes: every request is admitted first, and every refusal is a problem document. */
export function createServer(
  tls: TlsPlan | undefined,
  { admit }: Admission,
  log: (text: string) => void,
): FastifyInstance {
  const server = fastify({
    serverFactory: (listener) => createNodeServer(tls, listener),
    bodyLimit: httpBounds.maxBodyBytes,
    routerOptions: { maxParamLength: httpBounds.maxParameterLength },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, _request, reply) => {
      reply.headers(securityHeaders);
      const isLong = error.statusCode === 414;
      sendProblem(reply, isLong ? 414 : 400, isLong ? 'The URL is too long.' : 'The URL is not readable.');
    },
  });
  server.decorateRequest('callerName', 'anyone');
  server.decorateRequest('mayRead', false);
  server.addHook('onRequest', (request, reply, done) => {
    if (admit(request, reply) === undefined) done();
  });
  server.setNotFoundHandler((_request, reply) => sendProblem(reply, 404, 'There is nothing at this URL.'));
  server.setErrorHandler((error: { readonly statusCode?: number; readonly message?: string }, request, reply) => {
    const { statusCode: status = 500 } = error;
    if (status < 500) return sendProblem(reply, status, refusals[status] ?? 'The request is not readable.');
    log(`http: ${request.method} ${request.routeOptions.url ?? ''} failed: ${error.message ?? ''}`);
    const detail = 'A bug in certmuster, or the history cannot be read. The log of the service says more.';
    return sendProblem(reply, 500, detail);
  });
  // No route reads a body; a form of the page may send one.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
  return server;
}

const refusals: Readonly<Record<number, string>> = {
  413: `The body has more than ${httpBounds.maxBodyBytes} bytes. No request needs one.`,
  415: 'The body is of an unknown type. No request needs one.',
};

/** Answers what is no HTTP, is too long or takes too long, and ends the connection. */
function answerUnreadable(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, detail] = unreadable[error.code ?? ''] ?? [400, 'The request is not HTTP/1.1.'];
  const problem = problemOf(status, detail);
  const body = JSON.stringify(problem);
  const fields = {
    ...securityHeaders,
    'content-type': problemType,
    'content-length': String(body.length),
    connection: 'close',
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${problem.title}\r\n${lines.join('')}\r\n${body}`);
}

const unreadable: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, `The header has more than ${httpBounds.maxHeaderBytes} bytes.`],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
};
