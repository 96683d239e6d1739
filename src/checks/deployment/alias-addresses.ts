import type { NameResolution } from '../../model/deployment.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import { type DeploymentFacts, defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { judgeEach, membersOf } from './virtual-server-members.ts';

/** `as.` and `download.` resolve to the addresses of the base name, by DNS whatever addresses were declared. */
export const aliasAddresses = defineDeploymentCheck({
  id: 'alias-addresses',
  title: 'The as. and download. names resolve to the addresses of the base name',
  why: 'Desktop sharing opens as. and download. of the URL; where they lead elsewhere or nowhere it fails.',
  citation: {
    document: 'DNS Requirements for Communicator Web Access (TechNet dd572681)',
    section: 'CNAME records as. and download.',
  },
  faults: {
    unsorted: {
      title: 'The as. and download. names resolve to the addresses of the base name',
      why: 'Desktop sharing opens as. and download. of the URL; where they lead elsewhere or nowhere it fails.',
      remedy: 'Create the two names as CNAME records of the host of the URL.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => ({
      judgement: judgeOne(facts, virtualServer),
      members: membersOf(facts, virtualServer, ['as-host', 'download-host']),
    })),
});

function judgeOne({ nameResolutions }: DeploymentFacts, { host }: VirtualServer): Judgement {
  if (parseIpAddress(host) !== undefined)
    return notApplicable('address', `${host} is an address, which has no aliases.`);
  if (!host.includes('.'))
    return notApplicable('single-label', `${host} is a single label, which DNS does not resolve.`);
  const byName = new Map(nameResolutions.map((resolution) => [resolution.name, resolution]));
  const base = byName.get(host);
  const aliases = [`as.${host}`, `download.${host}`];
  if (base === undefined) return undetermined('not-resolved', `${host} was not asked for in DNS.`);
  if (base.addresses.length === 0) {
    return undetermined('not-resolved', `${host} itself does not resolve: ${base.failure?.message ?? 'no address'}`);
  }
  const expected = listValues(base.addresses);
  const answers = aliases.map((name) => ({ name, fault: findFault(byName.get(name), base) }));
  const wrong = answers.filter(({ fault }) => fault !== undefined && fault !== 'unknown');
  if (wrong.length > 0) {
    const seen = wrong.map(({ name, fault }) => `${name} ${fault}`);
    return failUnsorted(
      `${host} resolves to ${joinWords(base.addresses)}, but ${joinWords(seen)}. Desktop sharing opens these names and fails. Create them as CNAME records of ${host}.`,
      { expected, observed: listValues(seen) },
    );
  }
  const unknown = answers.filter(({ fault }) => fault === 'unknown').map(({ name }) => name);
  if (unknown.length > 0)
    return undetermined('not-resolved', `DNS gave no answer for ${joinWords(unknown)}.`, { expected });
  return pass(`${joinWords(aliases)} resolve to the addresses of ${host}.`, { expected, observed: expected });
}

/** A clause that says what is wrong; `unknown` if DNS did not answer at all. */
function findFault(alias: NameResolution | undefined, base: NameResolution): string | undefined {
  if (alias === undefined) return 'unknown';
  if (alias.addresses.length === 0) {
    return alias.failure === null || alias.failure.kind === 'not-found' ? 'does not resolve' : 'unknown';
  }
  const same = alias.addresses.toSorted().join() === base.addresses.toSorted().join();
  return same ? undefined : `resolves to ${joinWords(alias.addresses)}`;
}
