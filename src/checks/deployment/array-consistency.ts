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
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, listValues, unique } from '../join-words.ts';
import { differingChecks, failingOn } from './differing-checks.ts';
import { findOldCertificate } from './old-certificate.ts';
import { judgeEach, membersOf, placeOf, serverOf, serverRoles, wasSeen } from './virtual-server-members.ts';

/** The servers of an array agree in names, trust and outcomes. Equal names on different leaves are reported and pass. */
export const arrayConsistency = defineDeploymentCheck({
  id: 'array-consistency',
  title: 'The servers of an array present certificates that agree',
  why: 'Users reach any of them, so a difference makes connections fail intermittently.',
  citation: specification('SSL Certificates, first bullet (all virtual servers); that an array agrees is an inference'),
  faults: {
    'outcomes-differ': {
      title: 'A check passes on one server of an array and fails on another',
      why: 'Users reach any of them, so connections fail intermittently.',
      remedy: 'Install the certificate and chain of the server that passes on every server of the array.',
      subject: 'declaration',
    },
    'certificates-differ': {
      title: 'The servers of an array present certificates with different names or trust',
      why: 'Users reach any of them, so a name or client works on one server and not on another.',
      remedy: 'Install the same certificate and chain on every server of the array.',
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
  const expected = 'agreement';
  const seen = groups.map((group) => group.filter(wasSeen));
  const properties = (['names', 'trust'] as const).filter((property) => seen.some(differIn[property]));
  const checks = unique(seen.flatMap(differingChecks));
  if (properties.length + checks.length > 0) {
    const observed = `different: ${listValues([...properties, ...checks])}`;
    const values = { expected, observed };
    const old = findOldCertificate(seen);
    if (checks.length > 0) return fail('outcomes-differ', { title: describeOutcomes(url, seen), ...old, ...values });
    const servers = joinWords(unique(seen.flat().map(serverOf)));
    const title = `The servers of ${url} differ in ${joinWords(properties)}: ${servers}`;
    return fail('certificates-differ', { title, detail: describeNames(seen), ...old, ...values });
  }
  const missing = groups.flat().filter((member) => !wasSeen(member));
  if (missing.length > 0) {
    const message = `Not reached, so not compared with the others of ${url}: ${joinWords(unique(missing.map(placeOf)))}.`;
    return undetermined('unreachable', message, { expected });
  }
  return pass(`The servers of ${url} agree in names, trust and outcomes.${rolloverNote(groups)}`, { expected });
}

/** The endpoints of each name and key type at each site, which differ in their addresses only. */
function groupByName(members: readonly DeploymentMember[]): readonly (readonly DeploymentMember[])[] {
  const groups = groupBy(members, ({ observation: { endpoint } }) => {
    const { role, host, keyType, site } = endpoint;
    return `${role} ${host} ${keyType ?? ''} ${site ?? ''}`;
  });
  return [...groups.values()];
}

const differIn = {
  names: (group: readonly DeploymentMember[]) => unique(group.map(namesText)).length > 1,
  trust: (group: readonly DeploymentMember[]) => unique(group.map(trustText)).length > 1,
};

function namesText({ leaf }: DeploymentMember): string {
  return leaf === undefined ? '' : hostNames(leaf).toSorted().join();
}

function trustText({ report }: DeploymentMember): string {
  return report.trust.map(({ store, path }) => `${store} ${path !== null}`).join();
}

/** `The servers of URL differ: chain-trust fails on cwa02 only`. */
function describeOutcomes(url: string, groups: readonly (readonly DeploymentMember[])[]): string {
  const failing = groupBy(unique(groups.flatMap(differingChecks)), (check) =>
    joinWords(unique(groups.flatMap((group) => failingOn(group, check)).map(serverOf))),
  );
  const clauses = [...failing].map(
    ([servers, checks]) => `${joinWords(checks)} ${checks.length === 1 ? 'fails' : 'fail'} on ${servers} only`,
  );
  return `The servers of ${url} differ: ${clauses.join('; ')}`;
}

/** Which names each certificate lacks that another has. */
function describeNames(groups: readonly (readonly DeploymentMember[])[]): string {
  const lacks = groups.flatMap((group) => {
    const all = unique(group.flatMap(({ leaf }) => (leaf === undefined ? [] : hostNames(leaf))));
    return group.flatMap((member) => {
      const own = member.leaf === undefined ? [] : hostNames(member.leaf);
      const missing = all.filter((name) => !own.includes(name));
      return missing.length === 0 ? [] : [`${serverOf(member)} lacks ${joinWords(missing)}.`];
    });
  });
  return unique(lacks).join(' ');
}

/** Names agree and leaves differ: a rollover in progress, and which members have the new leaf already. */
function rolloverNote(groups: readonly (readonly DeploymentMember[])[]): string {
  for (const group of groups) {
    const leaves = group.flatMap(({ leaf }) => leaf ?? []);
    if (new Set(leaves.map(({ sha256 }) => sha256)).size < 2) continue;
    const newest = leaves.reduce((a, b) => (b.notBefore.getTime() > a.notBefore.getTime() ? b : a));
    const ahead = unique(group.filter(({ leaf }) => leaf?.sha256 === newest.sha256).map(serverOf));
    return ` ${joinWords(ahead)} ${ahead.length === 1 ? 'has' : 'have'} a newer certificate already (valid from ${instantText(newest.notBefore)}).`;
  }
  return '';
}
