import type { FastifyInstance } from 'fastify';

/** `/healthz`: the process answers. */
export function addHealth(server: FastifyInstance): void {
  server.get('/healthz', () => ({ status: 'ok' }));
}
