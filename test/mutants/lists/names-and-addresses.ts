import type { Mutant } from '../mutant.ts';

const fetching = 'test/net/fetch-url.test.ts';
const names = 'test/net/name-resolver.test.ts';
const policy = 'test/net/address-policy.test.ts';

/** DNS answers, and which addresses a certificate may make us dial. */
export const nameMutants: readonly Mutant[] = [
  {
    id: 'addresses-of-a-name',
    defends: 'a name becomes so many endpoints',
    file: 'src/net/name-resolver.ts',
    replace: 'addresses.length <= maxAddresses',
    by: 'addresses.length > 0',
    test: { file: names, title: 'a name with hundreds of addresses is a limit, not a flood of endpoints' },
  },
  {
    id: 'names-at-once',
    defends: 'so many names are asked for at once',
    file: 'src/net/name-resolver.ts',
    replace: 'createLimit(maxNamesAtOnce)',
    by: 'createLimit(1e6)',
    test: { file: names, title: 'thousands of names at once are all answered, each asked for once, a few at a time' },
  },
  {
    id: 'silent-names-hold-slots',
    defends: 'silent servers hold up no other names',
    file: 'src/net/name-resolver.ts',
    replace: 'setTimeout(freeSlot, slowNameMs)',
    by: 'setTimeout(() => undefined, slowNameMs)',
    test: { file: names, title: 'names whose servers are silent do not hold up other names' },
  },
  {
    id: 'silent-name-outlasts-signal',
    defends: 'a silent server costs no more than the deadline',
    file: 'src/net/name-resolver.ts',
    replace: '(await untilAborted(askOnce(name), signal))',
    by: '(await askOnce(name))',
    test: { file: names, title: 'a silent server costs no more than the signal allows' },
  },
  {
    id: 'dns-before-overrides',
    defends: 'what the operator configured comes before DNS',
    file: 'src/net/name-resolver.ts',
    replace: 'overrides.get(name) ?? hosts.get(name)',
    by: 'hosts.get(name) ?? overrides.get(name)',
    test: { file: names, title: 'an override comes before the hosts file, in the order the operator gave' },
  },
  {
    id: 'dns-before-hosts-file',
    defends: 'the hosts file comes before DNS',
    file: 'src/net/name-resolver.ts',
    replace: '?? hosts.get(name) ?? loopback(name)',
    by: '?? loopback(name)',
    test: { file: names, title: 'the hosts file comes before DNS' },
  },
  {
    id: 'text-from-hosts-file',
    defends: 'a hosts file gives addresses only',
    file: 'src/net/hosts-file.ts',
    replace: '|| isIP(address) === 0',
    by: '',
    test: {
      file: names,
      title: 'a hosts file gives addresses and no other text: a zone, a script and an escape are no part of one',
    },
  },
  {
    id: 'loopback-allowed',
    defends: 'a certificate reaches nothing on this machine',
    file: 'src/net/address-policy.ts',
    replace: 'return meant.map(specialKind).find((kind) => kind !== undefined);',
    by: 'return undefined;',
    test: { file: fetching, title: 'loopback is refused without leave, and nothing is dialed' },
  },
  {
    id: 'embedded-addresses',
    defends: 'an IPv6 address hides no private IPv4 address',
    file: 'src/net/address-policy.ts',
    replace: '[bytes, ...embeddedIpv4(bytes)]',
    by: '[bytes]',
    test: { file: policy, title: 'nothing but the public internet is dialed unless it is allowed' },
  },
  {
    id: 'unparsed-address-allowed',
    defends: 'an address that cannot be judged is not dialed',
    file: 'src/net/address-policy.ts',
    replace: "return 'it is not a valid address';",
    by: 'return undefined;',
    test: { file: policy, title: 'nothing but the public internet is dialed unless it is allowed' },
  },
  {
    id: 'private-allows-loopback',
    defends: '`private` allows private ranges only',
    file: 'src/net/address-policy.ts',
    replace: "'192.168.0.0/16', '100.64.0.0/10'",
    by: "'192.168.0.0/16', '127.0.0.0/8', '100.64.0.0/10'",
    test: { file: policy, title: '`private` allows the private ranges and neither loopback nor link-local' },
  },
  {
    id: 'prefix-ignored',
    defends: 'a range allows its own addresses',
    file: 'src/model/address-range.ts',
    replace: '(0xff << (8 - (prefixBits - bit))) & 0xff',
    by: '0x00',
    test: { file: policy, title: 'a range allows its own addresses, to the last bit of its prefix' },
  },
  {
    id: 'private-beside-permitted',
    defends: 'an allowed address of a name lets none of its private ones be dialed',
    file: 'src/net/fetch-url.ts',
    replace: 'refusals.filter(({ reason }) => reason === undefined)',
    by: 'refusals',
    test: {
      file: fetching,
      title:
        'a name with an allowed address and a private one: the private one is not dialed, even if the other is dead',
    },
  },
  {
    id: 'name-resolved-again-at-connect',
    defends: 'the address that was judged is the one that is dialed',
    file: 'src/net/ask-http.ts',
    replace: 'hostname: way.address',
    by: 'hostname: url.hostname',
    test: { file: fetching, title: 'a name is dialed where it resolves to, under its own name' },
  },
  {
    id: 'redirect-unjudged',
    defends: 'a redirect is judged like a pointer',
    file: 'src/net/fetch-url.ts',
    replace: 'const answer = await ask(url, question);',
    by: "const { options } = question; const answer = await ask(url, question.progress.redirects.length === 0 ? question : { ...question, options: { ...options, policy: { key: '', refuse: () => undefined } } });",
    test: { file: fetching, title: 'a redirect to a refused address stops there' },
  },
];
