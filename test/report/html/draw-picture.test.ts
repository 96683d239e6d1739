import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import { drawPicture } from '../../../src/report/html/draw-picture.ts';
import { reportLinks } from '../../../src/report/html/page-links.ts';
import { readTopology } from '../../../src/report/html/read-topology.ts';
import { endpoint } from '../sample-report.ts';

const server = (name: string, more: Partial<EndpointReport> = {}): EndpointReport =>
  endpoint({ id: `${name}/${more.role ?? ''}`, server: name, ...more });

const draw = (endpoints: readonly EndpointReport[]): string => {
  const [virtualServer] = readTopology(endpoints).virtualServers;
  assert.ok(virtualServer);
  return drawPicture(virtualServer, { numbers: new Map(), links: reportLinks }).picture.markup;
};
const titles = (svg: string): readonly (string | undefined)[] =>
  [...svg.matchAll(/class="title"[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)</g)].map(([, title]) => title);

test('the way of a client stands from left to right: browser, proxy outside and inside, balancer, servers, pool', () => {
  const svg = draw([
    server('cwa01.test', { verdict: 'fail' }),
    server('cwa01.test', { role: 'mtls', host: 'cwa01.test', port: 5061 }),
    endpoint({ role: 'reverse-proxy-external' }),
    endpoint({ role: 'reverse-proxy-internal' }),
    endpoint({ role: 'load-balancer', verdict: 'warn' }),
  ]);
  assert.deepEqual(titles(svg).toSorted(), [
    'Browser',
    'Front End pool, over MTLS',
    'Load balancer',
    'Reverse proxy, external',
    'Reverse proxy, internal',
    'cwa01.test',
  ]);
  assert.match(
    svg,
    /aria-label="[^"]*browser, external reverse proxy \(pass\), internal reverse proxy \(pass\), [^"]*\(warn\), cwa01\.test \(fail\)"/,
  );
});

test('what was not audited is not drawn: no proxy, no balancer, no pool without an MTLS port', () => {
  assert.deepEqual(titles(draw([server('cwa01.test')])), ['Browser', 'cwa01.test']);
});

test('without any topology the address of the URL itself is the virtual server', () => {
  assert.deepEqual(titles(draw([endpoint({ role: 'virtual-server' })])), ['Browser', 'Virtual server']);
});

test('a balancer that passes TLS through is drawn as one, though dialed under the roles of a server', () => {
  assert.ok(titles(draw([server('cwa01.test'), endpoint({ role: 'as-host' })])).includes('Load balancer'));
});

test('a node has the worst verdict of its endpoints, in words; unreachable ranks above a warning', () => {
  const svg = draw([
    server('a.test', { verdict: 'warn' }),
    server('a.test', { role: 'as-host', verdict: 'unreachable' }),
  ]);
  assert.match(svg, /class="box is-unreachable"/);
  assert.match(svg, />\? unreachable</);
});

test('an endpoint shows the numbers of its causes, the worst two, and says them all', () => {
  const failing = server('a.test', { verdict: 'fail' });
  const [virtualServer] = readTopology([failing]).virtualServers;
  assert.ok(virtualServer);
  const svg = drawPicture(virtualServer, { numbers: new Map([[failing.id, [1, 4, 7]]]), links: reportLinks }).picture
    .markup;
  assert.match(svg, /class="marks"[^>]*>1 4 …</);
  assert.match(svg, /: fail, cause 1, 4, 7<\/title>/);
});

test('of a large array the five worst servers are drawn, and the rest is counted', () => {
  const servers = Array.from({ length: 9 }, (_, index) =>
    server(`s${index}.test`, { verdict: index === 8 ? 'fail' : 'pass' }),
  );
  const svg = draw(servers);
  assert.equal(titles(svg)[1], 's8.test');
  assert.equal(titles(svg).length, 6);
  assert.match(svg, /and 4 more servers, in the table of endpoints/);
});

test('every endpoint drawn links to its page, and a long name is cut with the whole in the tooltip', () => {
  const host = `${'very-long-name.'.repeat(9)}example.test`;
  const svg = draw([server('a.test', { host })]);
  assert.match(svg, /<a href="#e\/a\.test%2F"/);
  assert.ok(svg.includes(`<title>virtual-server ${host} at 10.0.0.11: pass</title>`));
  assert.match(svg, /very-long-nam[^<]*…[^<]*example\.test</);
});

test('virtual servers of one URL in two deployments are two pictures, and plain targets none', () => {
  const { virtualServers, others } = readTopology([
    endpoint(),
    endpoint({ deployment: 'other' }),
    endpoint({ virtualServer: null }),
  ]);
  assert.equal(virtualServers.length, 2);
  assert.equal(others.length, 1);
});
