import type { FastifyInstance } from 'fastify';

import { err, ok, type Result } from '../../model/result.ts';
import { describeListenError } from '../../net/describe-listen-error.ts';
import { addPage } from '../page/add-page.ts';
import type { Service } from '../service.ts';
import { createAdmission } from './access/admit.ts';
import { addApi } from './api/add-api.ts';
import { replaceTls } from './create-node-server.ts';
import { createServer } from './create-server.ts';
import { addHealth } from './health.ts';
import { httpBounds } from './http-bounds.ts';
import type { HttpPlan, ListenAddress } from './http-plan.ts';
import { addMetrics } from './metrics.ts';
import { addProbe } from './probe.ts';
import { hostPort } from '../../model/host-port.ts';

/** Answers until it is closed. */
export interface HttpServer {
  /** `http://127.0.0.1:9443`. */
  readonly urls: readonly string[];
  /**
   * Has another plan decide who is let in, with which certificate. The error is a clause: it listens elsewhere or in another way, so that
   * the plan before stays in force as a whole until a restart.
   */
  readonly update: (plan: HttpPlan) => Result<void, string>;
  /** Takes no more requests, gives those under way some seconds to end, and resolves when all connections are closed. */
  readonly close: () => Promise<void>;
}

/** Adds routes to a server. */
export type AddRoutes = (server: FastifyInstance, service: Service) => void;

const routes: readonly AddRoutes[] = [addHealth, addMetrics, addProbe, addApi, addPage];

/** Starts the HTTP interface. The error is a clause: an address cannot be listened on. */
export async function startHttpServer(first: HttpPlan, service: Service): Promise<Result<HttpServer, string>> {
  let plan = first;
  const { log, environment } = service;
  const monotonicMs = environment.monotonicMs ?? (() => environment.now().getTime());
  const admission = createAdmission(plan, { monotonicMs, log });
  const servers: FastifyInstance[] = [];
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closeInTime)));
  const urls: string[] = [];
  for (const { host, port } of plan.addresses) {
    const server = createServer(plan.tls, admission, log);
    servers.push(server);
    for (const add of routes) add(server, service);
    try {
      // Otherwise `[::]` would take IPv4 too, and could not stand beside `0.0.0.0`.
      await server.listen({ host, port, ipv6Only: host.includes(':') });
      const taken = server.server.address();
      const place = hostPort(host, taken !== null && typeof taken === 'object' ? taken.port : port);
      urls.push(`${plan.tls === undefined ? 'http' : 'https'}://${place}`);
    } catch (thrown) {
      await close();
      return err(`${hostPort(host, port)} cannot be listened on: ${describeListenError(thrown)}`);
    }
  }
  const update: HttpServer['update'] = (next) => {
    if (wayOf(next) !== wayOf(plan)) {
      return err(
        'another address, or TLS and client certificates in place of none, needs a restart; until then access stays as it was',
      );
    }
    if (next.tls !== undefined) for (const { server } of servers) replaceTls(server, next.tls);
    admission.update(next);
    plan = next;
    return ok(undefined);
  };
  return ok({ urls, update, close });
}

/** What cannot be changed while it listens. */
function wayOf({ addresses, tls }: HttpPlan): string {
  const each = ({ host, port }: ListenAddress): string => `${host} ${port}`;
  return [...addresses.map(each), tls === undefined, tls?.clients === undefined].join('\n');
}

/** A client that does not read, or a stream of events, must not hold up the end. */
async function closeInTime(server: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => server.server.closeAllConnections(), httpBounds.closingMs);
  await server.close();
  clearTimeout(timer);
}
