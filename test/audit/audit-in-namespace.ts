import { type AddressInfo, createServer } from 'node:net';

import type { Endpoint } from '../../src/model/endpoint.ts';
import { endpointId } from '../../src/model/endpoint-id.ts';
import { endpointAt } from '../collect/collecting.ts';
import { requestFor, runAudit } from './auditing.ts';

// node audit-in-namespace.js OPTIONS HOST=ADDRESS,ADDRESS…: audits each host, without addresses by DNS, at a port that closes every connection, wherever it is
// reached, and prints what became of each address. To be run inside a network namespace.

const [options = '{}', ...declared] = process.argv.slice(2);
const server = createServer((socket) => socket.on('error', () => undefined).end());
await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
const { port } = server.address() as AddressInfo;

const hosts = declared.map((each) => each.split('=')).map(([host = '', list = '']) => ({ host, list }));
const resolve = new Map(hosts.filter(({ list }) => list !== '').map(({ host, list }) => [host, list.split(',')]));
const endpoints = hosts.map(({ host }): Endpoint => {
  const named = { ...endpointAt({ port }), host, address: null };
  return { ...named, id: endpointId({ ...named, authority: null }) };
});
const { endpoints: found, summary } = await runAudit(
  requestFor(endpoints, { options: { resolve, timeoutMs: 60_000, ...JSON.parse(options) } }),
);
server.close();
process.stdout.write(
  JSON.stringify({
    endpoints: found.map(({ report: { host, address, failure } }) => [host, address, failure?.kind]),
    messages: found.flatMap(({ report: { failure } }) => failure?.message ?? []),
    leftOut: (summary.summary.leftOut ?? []).map(({ message }) => message),
    notices: summary.summary.notices,
    exitCode: summary.exitCode,
  }),
);
