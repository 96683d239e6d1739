import { defineScanCheck, type KeyInUse, MAX_FINDINGS, type ScanAnswer, type ScanFacts } from '../define-scan-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';
import { groupByHolder } from './key-holders.ts';
import type { PresentedKey } from './presented-key.ts';
import { count, joinWords, unique } from '../join-words.ts';

const why =
  'The owner of one host can impersonate all of them; a key that ships with an image or device is known to everyone who has it.';

/** No public key is presented by two unrelated holders; `groupByHolder` says which endpoints are related. */
export const sharedKey = defineScanCheck({
  id: 'shared-key',
  title: 'No key is shared by unrelated hosts',
  why,
  citation: {
    document: 'CWE-321: Use of Hard-coded Cryptographic Key',
    section: 'Description, and Common Consequences',
    url: 'https://cwe.mitre.org/data/definitions/321.html',
  },
  faults: {
    'shared-key': {
      title: 'Unrelated hosts use the same key',
      why,
      remedy: 'Generate a key pair for each owner, reissue the certificates and revoke the old ones.',
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
  const more = endpoints > holders.length ? ` (${holders.length} of them listed)` : '';
  return {
    judgement: fail('shared-key', {
      title: `One key on unrelated hosts: ${joinWords(hosts)}`,
      detail: `It is in ${count(certificates, 'certificate')}, at ${count(endpoints, 'endpoint')}${more}.`,
      expected: 'a key for each owner',
      observed: `one key for ${groups.length}`,
    }),
    holders,
  };
}

function describeRest(keys: number): ScanAnswer {
  return {
    judgement: fail('shared-key', {
      title: `${count(keys, 'more key')} ${keys === 1 ? 'is' : 'are'} on unrelated hosts`,
      remedy: 'Replace the keys that are named, then scan again to see these.',
      expected: 'a key for each owner',
      observed: `${keys} more`,
    }),
    holders: [],
  };
}

/** What holds for all other keys. */
function describeLimits({ keys, endpointsLeftOut, complete }: ScanFacts, shared: number): readonly ScanAnswer[] {
  const details = { expected: 'a key for each owner' };
  if (endpointsLeftOut > 0) {
    const message = `The keys of ${count(endpointsLeftOut, 'endpoint')} were not compared with all others: only ${keys.length} different keys are kept. Scan fewer endpoints at once.`;
    return [{ judgement: undetermined('limit', message, details), holders: [] }];
  }
  if (shared > 0 || keys.length < 2) return [];
  if (!complete) {
    const message = `No key seen so far is shared by unrelated hosts (${keys.length} different keys), but the run was interrupted. Let it finish.`;
    return [{ judgement: undetermined('interrupted', message, details), holders: [] }];
  }
  return [
    { judgement: pass(`No key is shared by unrelated hosts (${keys.length} different keys).`, details), holders: [] },
  ];
}
