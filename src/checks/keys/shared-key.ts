import { defineScanCheck, type KeyInUse, type ScanAnswer, type ScanFacts } from '../define-scan-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';
import { findParties } from './key-parties.ts';
import type { PresentedKey } from './presented-key.ts';
import { count, joinWords } from '../quote.ts';
import { unique } from '../deployment/virtual-server-members.ts';

/** No two parties that have nothing to do with each other present one public key. Who is related says `findParties`. */
export const sharedKey = defineScanCheck({
  id: 'shared-key',
  title: 'Unrelated hosts have keys of their own',
  why: 'Whoever takes the private key from one of the hosts can pose as all of them; keys that come with an image or a device are known to everybody who has one.',
  remedy: 'Make a key pair on every host, or for every owner, and reissue the certificates.',
  citation: {
    document: 'CWE-321: Use of Hard-coded Cryptographic Key',
    section: 'Description, and Common Consequences',
    url: 'https://cwe.mitre.org/data/definitions/321.html',
  },
  judge: (facts) => {
    const { keys } = facts;
    const shared = keys.flatMap((key) => {
      const parties = key.places.length < 2 ? [] : findParties(key.places, facts.registrableName);
      return parties.length < 2 ? [] : [{ key, parties }];
    });
    const told = shared.slice(0, MAX_FINDINGS).map(({ key, parties }) => describe(key, parties));
    const untold = shared.slice(MAX_FINDINGS);
    return [
      ...told,
      ...(untold.length === 0 ? [] : [describeRest(untold.length)]),
      ...describeLimits(facts, shared.length),
    ];
  },
});

/** Nobody reads more; the rest is counted. */
export const MAX_FINDINGS = 50;

function describe({ places, endpoints }: KeyInUse, parties: readonly (readonly PresentedKey[])[]): ScanAnswer {
  const hosts = parties.map((party) => party[0]?.host ?? '');
  const certificates = unique(places.map(({ certificate }) => certificate)).length;
  const more = endpoints > places.length ? `, of which ${places.length} are named` : '';
  return {
    judgement: fail(
      `One key on unrelated hosts: ${joinWords(hosts)} present it in ${count(certificates, 'certificate')}, at ${count(endpoints, 'endpoint')} in all${more}. Whoever has the private key of one has that of all. Give each a key pair of its own.`,
      { expected: 'a key for each owner', observed: `one key for ${parties.length}` },
    ),
    places,
  };
}

function describeRest(keys: number): ScanAnswer {
  const message = `${count(keys, 'more key')} beside those named ${keys === 1 ? 'is' : 'are'} on unrelated hosts. Deal with those, and scan again.`;
  return { judgement: fail(message, { expected: 'a key for each owner', observed: `${keys} more` }), places: [] };
}

/** What holds for all other keys. */
function describeLimits({ keys, endpointsLeftOut, complete }: ScanFacts, shared: number): readonly ScanAnswer[] {
  const details = { expected: 'a key for each owner' };
  if (endpointsLeftOut > 0) {
    const message = `The keys of ${count(endpointsLeftOut, 'endpoint')} were not compared with all others: only so much is kept, here ${keys.length} different keys. Scan fewer endpoints at once.`;
    return [{ judgement: undetermined('limit', message, details), places: [] }];
  }
  if (shared > 0 || keys.length < 2) return [];
  if (!complete) {
    const message = `${count(keys.length, 'different key')} were seen, none of them on unrelated hosts, but the run did not reach every endpoint.`;
    return [{ judgement: undetermined('interrupted', message, details), places: [] }];
  }
  return [{ judgement: pass(`None of ${keys.length} different keys is on unrelated hosts.`, details), places: [] }];
}
