import fastify, { type FastifyInstance } from 'fastify';

import { err, ok, type Result } from '../../model/result.ts';
import type { Service } from '../service.ts';
import { addHealth } from './health.ts';
import { addMetrics } from './metrics.ts';
import { addProbe } from './probe.ts';

/** Where to listen, and with what. Every file has been read. */
export interface HttpPlan {
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
}

/** Answers until it is closed. */
export interface HttpServer {
  /** `http://127.0.0.1:9443`. */
  readonly urls: readonly string[];
  /** Resolves when no request is under way any more. */
  readonly close: () => Promise<void>;
}

/** Adds routes to a server. */
export type AddRoutes = (server: FastifyInstance, service: Service) => void;

const routes: readonly AddRoutes[] = [addHealth, addMetrics, addProbe];

/** Starts the HTTP interface. The error is a clause: an address cannot be listened on. */
export async function startHttpServer(plan: HttpPlan, service: Service): Promise<Result<HttpServer, string>> {
  const servers: FastifyInstance[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((each) => each.close()));
  };
  const urls: string[] = [];
  for (const { host, port } of plan.addresses) {
    const server = fastify();
    servers.push(server);
    for (const add of routes) add(server, service);
    try {
      urls.push(await server.listen({ host, port }));
    } catch (thrown) {
      await close();
      return err(`${host}:${port} cannot be listened on: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  return ok({ urls, close });
}
