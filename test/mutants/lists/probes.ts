import type { Mutant } from '../mutant.ts';

const cli = 'test/cli/serve-probe.test.ts';
const allowed = 'test/service/probe/allowed-targets.test.ts';
const queue = 'test/service/probe/probe-queue.test.ts';

/** What a caller of `/probe` cannot have dialed, and how much of it. */
export const probeMutants: readonly Mutant[] = [
  {
    id: 'probe-name-end',
    defends: 'a wildcard allows names below a domain, and none that only ends like it',
    file: 'src/service/probe/allowed-targets.ts',
    replace: 'host.endsWith(`.${hosts.name}`)',
    by: 'host.endsWith(hosts.name)',
    test: { file: allowed, title: 'evilcontoso.com:443 where all below contoso.com is allowed: never' },
  },
  {
    id: 'probe-ports',
    defends: 'a port that is not allowed is not dialed',
    file: 'src/service/probe/allowed-targets.ts',
    replace: 'ports.includes(port)',
    by: 'true',
    test: { file: allowed, title: 'im.contoso.com:444 where im.contoso.com:443,5061 is allowed: never' },
  },
  {
    id: 'probe-mapped-address',
    defends: 'an IPv4 address is not hidden in IPv6',
    file: 'src/service/probe/allowed-targets.ts',
    replace: 'isInRange(unmapped(bytes), range)',
    by: 'isInRange(bytes, range)',
    test: { file: allowed, title: '[::ffff:10.0.0.7]:443 where ::/0 is allowed: never' },
  },
  {
    id: 'probe-resolved-address',
    defends: 'each address that a name resolves to has to be allowed',
    file: 'src/cli/service/prepare-probe.ts',
    replace: '!isAllowed(endpoint.address)',
    by: 'false',
    test: { file: cli, title: 'a name that resolves elsewhere: 403' },
  },
  {
    id: 'probe-proxy',
    defends: 'a proxy does not resolve what only addresses allow',
    file: 'src/cli/service/prepare-probe.ts',
    replace: 'address === null ? proxy !== undefined : ',
    by: 'address === null ? false : ',
    test: { file: cli, title: 'a name through a proxy, which alone sees its addresses: 403' },
  },
  {
    id: 'probe-queue',
    defends: 'a flood of probes is turned away',
    file: 'src/service/probe/probe-queue.ts',
    replace: ' || waiting.size >= limits.maxWaiting',
    by: '',
    test: {
      file: queue,
      title:
        'as many run as may, the others wait in the order in which they came, and who finds no room is turned away',
    },
  },
  {
    id: 'probe-gone',
    defends: 'a caller who has gone is not served',
    file: 'src/service/probe/probe-queue.ts',
    replace: "signal.addEventListener('abort', leave);",
    by: '',
    test: { file: queue, title: 'who goes away while waiting gives the place to another, and is never served' },
  },
];
