import type { Mutant } from '../mutant.ts';

const protocol = 'test/sites/protocol.test.ts';
const guard = 'test/net/dial-guard.test.ts';

/** Sites: what a broker, or whoever writes to it, may have a worker do or a scanner believe. */
export const siteMutants: readonly Mutant[] = [
  {
    id: 'site-signature',
    defends: 'what the key of a site did not sign is not believed',
    file: 'src/sites/read-answer.ts',
    replace: 'if (key !== undefined && !isSignedBy(body, signature, key)) {',
    by: 'if (key !== undefined && signature === null) {',
    test: { file: protocol, title: 'where a key is named, only what is signed with it is believed' },
  },
  {
    id: 'site-of-answer',
    defends: 'a site answers for its own endpoints only',
    file: 'src/sites/site-desk.ts',
    replace: 'if (each?.endpoint.site !== site) return false;',
    by: 'if (each === undefined) return false;',
    test: { file: protocol, title: 'a site answers for its own endpoints only' },
  },
  {
    id: 'site-nothing-said',
    defends: 'an answer cannot drop an endpoint',
    file: 'src/sites/site-desk.ts',
    replace: 'if (observations.length === 0 && excluded.length === 0)',
    by: 'if (observations.length < 0)',
    test: {
      file: protocol,
      title:
        'an answer that leaves an endpoint out, says another or names missing bytes ends that endpoint, with the reason',
    },
  },
  {
    id: 'site-other-address',
    defends: 'an answer is of the address that was asked for',
    file: 'src/sites/pack-observations.ts',
    replace: 'if (request.address !== null || request.proxy !== undefined || address === null)',
    by: 'if (address === null)',
    test: {
      file: protocol,
      title:
        'an answer that leaves an endpoint out, says another or names missing bytes ends that endpoint, with the reason',
    },
  },
  {
    id: 'site-other-names',
    defends: 'an answer is about the names that were to be looked up',
    file: 'src/sites/pack-observations.ts',
    replace: 'if (nameResolutions.some(({ name }) => !request.resolves?.includes(name)))',
    by: 'if (nameResolutions.length > 1_000)',
    test: {
      file: 'test/sites/hostile.test.ts',
      title: 'an answer with names that were not to be looked up, or of another address, is not used',
    },
  },
  {
    id: 'site-poison',
    defends: 'a batch that workers die on is split',
    file: 'src/sites/worker.ts',
    replace: 'if (taken.earlierTimes >= deathsOfEndpoint) {',
    by: 'if (taken.earlierTimes >= 1_000) {',
    test: {
      file: protocol,
      title: 'an endpoint that workers die on is found by splitting its batch, and ends as an error of its own',
    },
  },
  {
    id: 'dial-guard-name',
    defends: 'a name allows no address that somebody gives',
    file: 'src/net/dial-guard.ts',
    replace: 'if (name !== undefined && hasName(name, port)) return undefined;',
    by: 'if (permissions.some(({ hosts }) => typeof hosts === "string")) return undefined;',
    test: {
      file: guard,
      title: 'a name allows what is found for it here, at its port, and no address that somebody gives',
    },
  },
  {
    id: 'dial-guard-embedded',
    defends: 'an IPv4 address inside an IPv6 one is looked at',
    file: 'src/net/dial-guard.ts',
    replace: '[bytes, ...embeddedIpv4(bytes)]',
    by: '[bytes]',
    test: { file: guard, title: 'an IPv6 address that carries an IPv4 one needs both' },
  },
  {
    id: 'dial-guard-fetch',
    defends: 'what a worker may not dial is not fetched either',
    file: 'src/net/fetch-url.ts',
    replace: 'if (refused !== undefined && guarded.every((each) => each !== undefined))',
    by: 'if (false)',
    test: {
      file: 'test/net/fetch-url.test.ts',
      title: 'what the machine may not dial at all is not fetched, whatever the endpoint allows, redirects included',
    },
  },
];
