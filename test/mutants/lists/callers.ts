import type { Mutant } from '../mutant.ts';

const access = 'test/service/http/access.test.ts';
const tls = 'test/service/http/tls.test.ts';
const hostile = 'test/service/http/hostile.test.ts';

/** Who calls the HTTP interface of the service, and what that may cost. */
export const callerMutants: readonly Mutant[] = [
  {
    id: 'caller-rights',
    defends: 'a caller does only what its rights say',
    file: 'src/service/http/access/admit.ts',
    replace: 'if (caller.rights.includes(right)) return undefined;',
    by: 'return undefined;',
    test: { file: access, title: 'a caller does what its rights say, and nothing else' },
  },
  {
    id: 'caller-guesses',
    defends: 'tokens cannot be tried without end',
    file: 'src/service/http/access/admit.ts',
    replace: 'failures.take(address);',
    by: '',
    test: {
      file: access,
      title: 'wrong tokens end in 429, are logged once a minute, and neither the log nor an answer has a secret',
    },
  },
  {
    id: 'caller-host',
    defends: 'a name that is led to loopback reads nothing',
    file: 'src/service/http/access/admit.ts',
    replace: 'demandsCredentials(plan) ? undefined : objectToHost(headers.host, publicOrigin)',
    by: 'undefined as string | undefined',
    test: {
      file: access,
      title: 'where nobody has to show anything, a name that is not of this machine is refused (DNS rebinding)',
    },
  },
  {
    id: 'caller-origin',
    defends: 'a page of another site starts nothing',
    file: 'src/service/http/access/check-site.ts',
    replace: 'return origin === undefined || isOwn(origin, request) ? undefined : fromElsewhere;',
    by: 'return undefined;',
    test: { file: access, title: 'a page of another site starts nothing: an origin alone' },
  },
  {
    id: 'caller-certificate',
    defends: 'a client certificate has to be accepted',
    file: 'src/service/http/access/find-caller.ts',
    replace: 'if (!socket.authorized)',
    by: 'if (!socket.encrypted)',
    test: { file: tls, title: 'a client certificate is turned away: expired' },
  },
  {
    id: 'caller-session',
    defends: 'a session of TLS is not resumed',
    file: 'src/service/http/create-node-server.ts',
    replace: 'secureOptions: constants.SSL_OP_NO_TICKET,',
    by: '',
    test: { file: tls, title: 'a session is not resumed, with or without a certificate: TLSv1.3' },
  },
  {
    id: 'caller-connections',
    defends: 'one address does not hold all connections',
    file: 'src/service/http/create-node-server.ts',
    replace: 'if (count > httpBounds.maxConnectionsPerAddress)',
    by: 'if (count > 2 ** 40)',
    test: { file: hostile, title: 'one address holds no more connections open than it may, and gets them back' },
  },
];
