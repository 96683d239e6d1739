import { defineScanCheck, type KeyInUse, MAX_FINDINGS, type ScanAnswer, type ScanFacts } from '../define-scan-check.ts';
import { failUnsorted, pass, undetermined } from '../judgement.ts';
import { groupByHolder } from './key-holders.ts';
import type { PresentedKey } from './presented-key.ts';
import { count, joinWords, unique } from '../join-words.ts';

/** No public key is presented by two unrelated holders; `groupByHolder` says which endpoints are related. */
export const sharedKey = defineScanCheck({
  id: 'shared-key',
  title: 'Unrelated hosts have keys of their own',
  why: 'Whoever takes the private key from one of the hosts can pose as all of them; keys that come with an image or a device are known to everybody who has one.',
  citation: {
    document: 'CWE-321: Use of Hard-coded Cryptographic Key',
    section: 'Description, and Common Consequences',
    url: 'https://cwe.mitre.org/data/definitions/321.html',
  },
  faults: {
    unsorted: {
      title: 'Unrelated hosts have keys of their own',
      why: 'Whoever takes the private key from one of the hosts can pose as all of them; keys that come with an image or a device are known to everybody who has one.',
      remedy: 'Make a key pair on every host, or for every owner, and reissue the certificates.',
      subject: 'certificate',
    },
  },
  judge: (facts) => {
    const { keys } = facts;
    const shared = keys.flatMap((key) => {
      const groups = key.holders.length < 2 ? [] : groupByHolder(key.holders, facts.registrableName);
      return groups.length < 2 ? [] : [{ key, groups }];
    });
    const named = shared.slice(0, MAX_FINDINGS).map(({ key, groups }) => describe(key, groups));
    const rest = shared.slice(MAX_FINDINGS);
    return [
      ...named,
      ...(rest.length === 0 ? [] : [describeRest(rest.length)]),
      ...describeLimits(facts, shared.length),
    ];
  },
});

/** `groups`: the endpoints of each unrelated holder. */
function describe({ holders, endpoints }: KeyInUse, groups: readonly (readonly PresentedKey[])[]): ScanAnswer {
  const hosts = groups.map(([first]) => first?.host ?? '');
  const certificates = unique(holders.map(({ certificate }) => certificate)).length;
  const more = endpoints > holders.length ? `, of which ${holders.length} are named` : '';
  return {
    judgement: failUnsorted(
      `One key on unrelated hosts: ${joinWords(hosts)} present it in ${count(certificates, 'certificate')}, at ${count(endpoints, 'endpoint')} in all${more}. Whoever has the private key of one has that of all. Give each a key pair of its own.`,
      { expected: 'a key for each owner', observed: `one key for ${groups.length}` },
    ),
    holders,
  };
}

function describeRest(keys: number): ScanAnswer {
  const message = `${count(keys, 'more key')} beside those named ${keys === 1 ? 'is' : 'are'} on unrelated hosts. Deal with those, and scan again.`;
  return {
    judgement: failUnsorted(message, { expected: 'a key for each owner', observed: `${keys} more` }),
    holders: [],
  };
}

/** What holds for all other keys. */
function describeLimits({ keys, endpointsLeftOut, complete }: ScanFacts, shared: number): readonly ScanAnswer[] {
  const details = { expected: 'a key for each owner' };
  if (endpointsLeftOut > 0) {
    const message = `The keys of ${count(endpointsLeftOut, 'endpoint')} were not compared with all others: only so much is kept, here ${keys.length} different keys. Scan fewer endpoints at once.`;
    return [{ judgement: undetermined('limit', message, details), holders: [] }];
  }
  if (shared > 0 || keys.length < 2) return [];
  if (!complete) {
    const message = `${count(keys.length, 'different key')} were seen, none of them on unrelated hosts, but the run did not reach every endpoint.`;
    return [{ judgement: undetermined('interrupted', message, details), holders: [] }];
  }
  return [{ judgement: pass(`None of ${keys.length} different keys is on unrelated hosts.`, details), holders: [] }];
}
