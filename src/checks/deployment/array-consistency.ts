import { groupBy } from '../../model/group-by.ts';
import { hostNames } from '../names/certificate-names.ts';
import { specification } from '../citations.ts';
import {
  type DeploymentFacts,
  type DeploymentMember,
  defineDeploymentCheck,
  type VirtualServer,
} from '../define-deployment-check.ts';
import { instantText } from '../instant-text.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, listValues, unique } from '../join-words.ts';
import { judgeEach, membersOf, placeOf, serverRoles, wasSeen } from './virtual-server-members.ts';

/** The servers of an array agree in names, trust and outcomes. Equal names on different leaves are reported and pass. */
export const arrayConsistency = defineDeploymentCheck({
  id: 'array-consistency',
  title: 'The servers of an array present certificates that agree',
  why: 'Users land on any of them, so a difference shows as a fault that comes and goes.',
  citation: specification('SSL Certificates, first and second bullet'),
  faults: {
    unsorted: {
      title: 'The servers of an array present certificates that agree',
      why: 'Users land on any of them, so a difference shows as a fault that comes and goes.',
      remedy: 'Install the same certificate, with its chain, on every server of the array.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => {
      const members = arrayMembers(facts, virtualServer);
      return { judgement: judgeArray(virtualServer, members), members };
    }),
});

/** The members of the array. If its servers are declared, a load balancer that passes TLS through to them is not one. */
function arrayMembers(facts: DeploymentFacts, virtualServer: VirtualServer): readonly DeploymentMember[] {
  const all = membersOf(facts, virtualServer, serverRoles);
  const ofServers = all.filter(({ observation }) => observation.endpoint.server !== null);
  return virtualServer.servers.length > 0 ? ofServers : all;
}

function judgeArray({ url }: VirtualServer, members: readonly DeploymentMember[]): Judgement {
  const groups = groupByName(members).filter((group) => group.length > 1);
  if (groups.length === 0) return notApplicable('no-array', `${url} is served at one address only.`);
  const differences = groups.flatMap(findDifferences);
  const expected = 'agreement';
  if (differences.length > 0) {
    return failUnsorted(
      `The servers of ${url} differ: ${joinWords(describeDifferences(differences))}. Users land on any of them, so the fault comes and goes. Install the same certificate with its chain on every server.`,
      { expected, observed: `different: ${listValues(unique(differences.map(({ what }) => what)))}` },
    );
  }
  const missing = groups.flat().filter((member) => !wasSeen(member));
  if (missing.length > 0) {
    return undetermined(
      'unreachable',
      `Not compared with the others of ${url}: ${joinWords(unique(missing.map(placeOf)))}.`,
      {
        expected,
      },
    );
  }
  return pass(`The servers of ${url} agree in names, trust and outcomes.${rolloverNote(groups)}`, { expected });
}

/** The endpoints of each name and key type, which differ in their addresses only. */
function groupByName(members: readonly DeploymentMember[]): readonly (readonly DeploymentMember[])[] {
  const groups = groupBy(members, ({ observation: { endpoint } }) => {
    const { role, host, keyType } = endpoint;
    return `${role} ${host} ${keyType ?? ''}`;
  });
  return [...groups.values()];
}

/** Something in which two servers differ: `names`, `trust`, or the check that passes on one of them only. */
interface Difference {
  readonly what: string;
  readonly between: string;
}

/** Each member that was seen against the first that was. */
function findDifferences(group: readonly DeploymentMember[]): readonly Difference[] {
  const [first, ...others] = group.filter(wasSeen);
  if (first === undefined) return [];
  return others.flatMap((other) => {
    const names = namesText(first) === namesText(other) ? [] : ['names'];
    const trust = trustText(first) === trustText(other) ? [] : ['trust'];
    const between = `${placeOf(first)} and ${placeOf(other)}`;
    return [...names, ...trust, ...differentOutcomes(first, other)].map((what) => ({ what, between }));
  });
}

/** `A and B in names and trust`, once for each pair. */
function describeDifferences(differences: readonly Difference[]): readonly string[] {
  return unique(differences.map(({ between }) => between)).map((pair) => {
    const whats = differences.filter(({ between }) => between === pair).map(({ what }) => what);
    return `${pair} in ${joinWords(unique(whats))}`;
  });
}

function namesText({ leaf }: DeploymentMember): string {
  return leaf === undefined ? '' : hostNames(leaf).toSorted().join();
}

function trustText({ report }: DeploymentMember): string {
  return report.trust.map(({ store, path }) => `${store} ${path !== null}`).join();
}

/**
 * Checks that pass on one and fail on the other. Left out: information, and how soon a certificate expires, in which an
 * old and a new one differ by nature.
 */
function differentOutcomes(first: DeploymentMember, other: DeploymentMember): readonly string[] {
  const outcomes = new Map(first.report.findings.map(({ check, outcome }) => [check, outcome]));
  return other.report.findings
    .filter(({ check, outcome, severity }) => {
      if (severity === 'info' || check === 'expiry-margin') return false;
      const before = outcomes.get(check);
      return (before === 'pass' && outcome === 'fail') || (before === 'fail' && outcome === 'pass');
    })
    .map(({ check }) => check);
}

/** Names agree and leaves differ: a rollover in progress, and which members have the new leaf already. */
function rolloverNote(groups: readonly (readonly DeploymentMember[])[]): string {
  for (const group of groups) {
    const leaves = group.flatMap(({ leaf }) => leaf ?? []);
    if (new Set(leaves.map(({ sha256 }) => sha256)).size < 2) continue;
    const newest = leaves.reduce((a, b) => (b.notBefore.getTime() > a.notBefore.getTime() ? b : a));
    const ahead = group.filter(({ leaf }) => leaf?.sha256 === newest.sha256).map(placeOf);
    return ` Their certificates are not the same one; the newest, valid from ${instantText(newest.notBefore)}, is on ${joinWords(unique(ahead))}: a rollover in progress, it seems.`;
  }
  return '';
}
