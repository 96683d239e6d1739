import { groupBy } from '../../model/group-by.ts';
import { quoteText } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import {
  type DeploymentAnswer,
  type DeploymentFacts,
  type DeploymentMember,
  defineDeploymentCheck,
} from '../define-deployment-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { count } from '../join-words.ts';
import {
  countPlaces,
  elementText,
  endpointText,
  type Group,
  groupWithin,
  inRole,
  listEndpoints,
} from './members-of-roles.ts';
import { type SharingPair, sharingPairs } from './sharing-pairs.ts';

/** The endpoints of two roles, or of one, present one key or certificate, or different keys, as the policy demands. */
export const keySharing = defineDeploymentCheck({
  id: 'key-sharing',
  title: 'Endpoints share a key or certificate where the policy demands it, and only there',
  why: 'Peers that reach one endpoint after another take them for one service only if they present the same certificate.',
  citation: { document: 'The policy', section: 'sharing of the role' },
  faults: {
    'keys-differ': {
      title: 'Endpoints that have to share a key have different ones',
      why: 'What one of them encrypts, signs or is trusted for by its key, the others cannot take over.',
      remedy: 'Install one certificate with its private key on all of these endpoints.',
      subject: 'declaration',
    },
    'certificates-differ': {
      title: 'Endpoints that have to share a certificate have different ones',
      why: 'Peers that know the service by its certificate do not recognize it at every endpoint.',
      remedy: 'Install the same certificate with its private key on all of these endpoints.',
      subject: 'declaration',
    },
    'issuers-differ': {
      title: 'Certificates that have to come from one CA come from different ones',
      why: 'Peers that trust the CA of one of them need not trust that of the others.',
      remedy: 'Have the certificates of all of these endpoints issued by one CA.',
      subject: 'declaration',
    },
    'subjects-differ': {
      title: 'Certificates that have to have one subject have different ones',
      why: 'Peers that know the service by the subject of its certificate do not recognize it at every endpoint.',
      remedy: 'Have certificates with one subject issued for all of these endpoints.',
      subject: 'declaration',
    },
    'key-shared': {
      title: 'Endpoints that have to have different keys share one',
      why: 'Whoever gets at the key of one of them can pose as the others.',
      remedy: 'Generate a key of its own for each of these endpoints, and have a certificate issued for it.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    sharingPairs(facts.roles).flatMap((pair) => {
      const members = [...new Set([...inRole(facts.members, pair.role), ...inRole(facts.members, pair.other)])];
      return members.length === 0 ? [] : groupWithin(members, pair.within).map((group) => answer(pair, group, facts));
    }),
});

function answer(pair: SharingPair, group: Group, facts: DeploymentFacts): DeploymentAnswer {
  return {
    judgement: judgeGroup(pair, group, facts),
    endpoints: group.members.map(({ report }) => report.id),
    role: pair.role,
    subject: JSON.stringify([pair, group.element]),
  };
}

/** An endpoint with what it presents. */
interface Holder {
  readonly member: DeploymentMember;
  readonly leaf: Certificate;
}

function judgeGroup(pair: SharingPair, group: Group, facts: DeploymentFacts): Judgement {
  const { members } = group;
  const titleOf = (role: string): string => facts.roles[role]?.title ?? role;
  const who = `${pair.role === pair.other ? `Endpoints of ${titleOf(pair.role)}` : `${titleOf(pair.role)} and ${titleOf(pair.other)}`}${elementText(group, facts)}`;
  const isOneSided = inRole(members, pair.role).length === 0 || inRole(members, pair.other).length === 0;
  const places = members.map(pair.kind === 'different-key' ? ownerOf : endpointText);
  if (isOneSided || new Set(places).size < 2) {
    return notApplicable('nothing-to-compare', `${who}: there is one endpoint only, so there is nothing to compare.`);
  }
  const holders = members.flatMap((member) => (member.leaf === undefined ? [] : [{ member, leaf: member.leaf }]));
  const found =
    pair.kind === 'different-key'
      ? judgeDifferent(pair, holders, who)
      : judgeSame({ ...pair, kind: pair.kind }, holders, who);
  if (found.outcome === 'fail') return found;
  const unseen = members.filter(({ leaf }) => leaf === undefined);
  if (unseen.length === 0) return found;
  const isUndecodable = unseen.every(({ report }) => report.chain.length > 0);
  return undetermined(
    isUndecodable ? 'undecodable' : 'unreachable',
    isUndecodable
      ? `${who}: the certificate of ${listEndpoints(unseen)} cannot be decoded, so it was not compared.`
      : `${who}: not compared with ${listEndpoints(unseen)}, where no certificate was seen. Scan from where all are reached.`,
    { expected: found.expected ?? 'one key' },
  );
}

/** What has to be the same, how it is told apart, and what mends a difference at these places. */
interface Comparison {
  readonly thing: string;
  readonly fault: 'keys-differ' | 'certificates-differ' | 'issuers-differ' | 'subjects-differ';
  /** Equal for holders that have the same. */
  readonly markOf: (leaf: Certificate) => string;
  readonly show: (leaf: Certificate) => string;
  /** The holders of each value, the fewest first. */
  readonly remedy: (groups: Groups) => string;
}

type SamePair = SharingPair & { readonly kind: Exclude<SharingPair['kind'], 'different-key'> };

type Groups = readonly (readonly Holder[])[];

function placesOf(groups: Groups): string {
  return listEndpoints(groups.flat().map(({ member }) => member));
}

function sizeOf(holders: readonly Holder[]): number {
  return countPlaces(holders.map(({ member }) => member));
}

/** What most of them have, the others need. */
function installOne(groups: Groups): string {
  const [most = [], next] = groups.toReversed();
  if (next === undefined || sizeOf(most) <= sizeOf(next)) {
    return `Install one certificate with its private key on ${placesOf(groups)}.`;
  }
  return `Install the certificate of ${placesOf([most])}, with its private key, on ${placesOf(groups.slice(0, -1))}.`;
}

const comparisons: Readonly<Record<SamePair['kind'], Comparison>> = {
  'same-key': {
    thing: 'key',
    fault: 'keys-differ',
    markOf: ({ publicKey }) => publicKey.spkiSha256,
    show: showKey,
    remedy: installOne,
  },
  'same-certificate': {
    thing: 'certificate',
    fault: 'certificates-differ',
    markOf: ({ sha256 }) => sha256,
    show: ({ sha256 }) => shorten(sha256),
    remedy: installOne,
  },
  'same-issuer': {
    thing: 'issuer',
    fault: 'issuers-differ',
    markOf: ({ issuer }) => issuer.key,
    show: ({ issuer }) => quoteText(issuer.text),
    remedy: (groups) => `Have the certificates of ${placesOf(groups)} issued by one CA.`,
  },
  'same-subject': {
    thing: 'subject',
    fault: 'subjects-differ',
    markOf: ({ subject }) => subject.key,
    show: ({ subject }) => quoteText(subject.text),
    remedy: (groups) => `Have certificates with one subject issued for ${placesOf(groups)}.`,
  },
};

/** Endpoints that were dialed for keys of different kinds are not compared with each other. */
function judgeSame({ kind, role, other }: SamePair, holders: readonly Holder[], who: string): Judgement {
  const { thing, fault, markOf, show, remedy } = comparisons[kind];
  const byType = groupBy(holders, ({ member }) => member.observation.endpoint.keyType ?? '');
  const differing = [...byType.values()].find((each) => new Set(each.map(({ leaf }) => markOf(leaf))).size > 1);
  const expected = `one ${thing}`;
  if (differing === undefined)
    return pass(`${who}: all endpoints that were seen present the same ${thing}.`, { expected });
  const groups = [...groupBy(differing, ({ leaf }) => markOf(leaf)).values()];
  // The fewest first: they are most likely the ones to change.
  const bySize = groups.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const have = role === other ? 'present different' : 'do not present the same';
  return fail(fault, {
    title: `${who} ${have} ${role === other ? `${thing}s` : thing}`,
    detail: `${describeHolders(bySize, show)}.`,
    remedy: remedy(bySize),
    demand: 'sharing',
    expected,
    observed: count(groups.length, thing),
  });
}

function judgeDifferent({ role, other }: SharingPair, holders: readonly Holder[], who: string): Judgement {
  const shared = [...groupBy(holders, ({ leaf }) => leaf.publicKey.spkiSha256)].filter(([, each]) =>
    role === other
      ? new Set(each.map(({ member }) => ownerOf(member))).size > 1
      : [role, other].every((id) => each.some(({ member }) => member.observation.endpoint.role === id)),
  );
  const expected = 'different keys';
  if (shared.length === 0) return pass(`${who}: the endpoints that were seen present different keys.`, { expected });
  const all = shared.flatMap(([, each]) => each.map(({ member }) => member));
  return fail('key-shared', {
    title: `${who} share a key`,
    detail: `${describeHolders(
      shared.map(([, each]) => each),
      showKey,
    )}.`,
    remedy: `Generate a key of its own for each of ${listEndpoints(all)}, and have a certificate issued for it.`,
    demand: 'sharing',
    expected,
    observed: `${count(shared.length, 'key')} on ${count(countPlaces(all), 'place')}`,
  });
}

/** `fs.contoso.com (10.0.0.1:443) has 3f2a91c04b1d…; wap.contoso.com (10.0.1.1:443) has …`. */
function describeHolders(groups: Groups, show: Comparison['show']): string {
  return groups
    .slice(0, maximumMarks)
    .map((each) => {
      const verb = sizeOf(each) === 1 ? 'presents' : 'present';
      const [first] = each;
      return `${listEndpoints(each.map(({ member }) => member))} ${verb} ${first === undefined ? '' : show(first.leaf)}`;
    })
    .join('; ');
}

function showKey({ publicKey }: Certificate): string {
  return shorten(publicKey.spkiSha256);
}

/** Enough of a hash to tell two apart by eye. */
function shorten(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}

/** More are not read. */
const maximumMarks = 8;

/** Who holds a key: the element of the topology, or the place. Several names or addresses of one element have one key. */
function ownerOf({ observation: { endpoint } }: DeploymentMember): string {
  const { elements, role, host, address, port } = endpoint;
  return elements === undefined ? `${role} ${host} ${address ?? ''} ${port}` : `${role} ${JSON.stringify(elements)}`;
}
