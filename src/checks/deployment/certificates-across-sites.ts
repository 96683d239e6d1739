import { describePlace } from '../../model/describe-place.ts';
import { groupBy } from '../../model/group-by.ts';
import { type DeploymentAnswer, type DeploymentMember, defineDeploymentCheck } from '../define-deployment-check.ts';
import { dayText } from '../instant-text.ts';
import { joinWords, listValues, unique } from '../join-words.ts';
import { fail, type Judgement, pass, undetermined } from '../judgement.ts';
import { compareSightings, describeSightings } from './describe-sightings.ts';
import { differingChecks, failingOn } from './differing-checks.ts';
import { compareNames, type NamesAcross } from './names-across-sites.ts';
import { areApart, areOfSeveralSites, blindVantages, byVantage, listenerOf, listVantages } from './vantage.ts';
import { wasSeen } from './virtual-server-members.ts';

const why =
  'Something other than the declared listener answers at one of the sites, or a part of it still has an old certificate.';

/**
 * A listener that is declared once and reached from two sites presents one certificate to both. A name that leads to different listeners,
 * as under split DNS with a reverse proxy outside, may have two: that is reported and passes.
 */
export const certificatesAcrossSites = defineDeploymentCheck({
  id: 'certificates-across-sites',
  title: 'A listener presents the same certificate to every site',
  why,
  citation: {
    document: 'The targets file',
    section: 'sites and access: what is declared once is one listener; that it has one certificate is an inference',
  },
  faults: {
    'outcomes-differ': {
      title: 'A check passes from one site and fails from another at the same listener',
      why,
      remedy: 'Install the certificate and chain that pass at whatever answers at the other site.',
      subject: 'declaration',
    },
    'certificates-differ': {
      title: 'One listener presents different certificates to different sites',
      why,
      remedy: 'Compare DNS and the way to the listener at both sites, and install one certificate at all that answers.',
      subject: 'declaration',
    },
  },
  judge: ({ deployment, members, membersByVirtualServer }) =>
    deployment.virtualServers.length === 0
      ? judgeGroup(members, `deployment ${deployment.name ?? ''}`)
      : deployment.virtualServers.flatMap((each) => judgeGroup(membersByVirtualServer.get(each) ?? [], each.url)),
});

/** An answer for each listener that fails; if none does, one for all. None: nothing is to be seen from several sites. */
function judgeGroup(members: readonly DeploymentMember[], title: string): readonly DeploymentAnswer[] {
  const listeners = [...groupBy(members, listenerOf).values()].filter(areOfSeveralSites);
  const names = compareNames(members);
  if (listeners.length === 0 && names.members.length === 0) return [];
  const failing = listeners.flatMap((listener): readonly DeploymentAnswer[] => {
    const byName = [...groupBy(listener, nameOf).values()];
    const apart = byName.filter((sightings) => areApart(sightings) && !areOfArray(sightings, members));
    return apart.length === 0 ? [] : [answer(judgeApart(apart), apart.flat(), listenerOf(listener[0]))];
  });
  if (failing.length > 0) return failing;
  const judged = [...new Set([...listeners.flat(), ...names.members])];
  return [answer(judgeRest(listeners, names, title), judged, title)];
}

function answer(judgement: Judgement, members: readonly DeploymentMember[], subject: string): DeploymentAnswer {
  return { judgement, endpoints: members.map(({ report }) => report.id), subject: `across sites ${subject}` };
}

function placeOf({ observation: { endpoint } }: DeploymentMember): string {
  return describePlace(endpoint);
}

function nameOf({ observation: { endpoint } }: DeploymentMember): string {
  return `${endpoint.role} ${endpoint.host} ${endpoint.keyType ?? ''}`;
}

/** A listener in front of servers that have different certificates presents now this, now that: the servers are compared elsewhere. */
function areOfArray(sightings: readonly DeploymentMember[], all: readonly DeploymentMember[]): boolean {
  const hosts = new Set(sightings.map(({ observation }) => observation.endpoint.host));
  const servers = all.filter(
    ({ observation: { endpoint } }) => endpoint.server !== null && endpoint.role !== 'mtls' && hosts.has(endpoint.host),
  );
  const hashes = new Set(servers.map(({ leaf }) => leaf?.sha256));
  return sightings.every(
    ({ leaf, observation }) => observation.endpoint.server === null && (leaf === undefined || hashes.has(leaf.sha256)),
  );
}

/** `groups`: the sightings of each name under which a listener differs. */
function judgeApart(groups: readonly (readonly DeploymentMember[])[]): Judgement {
  const all = groups.flat().filter(wasSeen);
  const place = joinWords(unique(all.map(placeOf)));
  const hosts = joinWords(unique(all.map(({ observation }) => observation.endpoint.host)));
  const detail = `${describeSightings(all)} ${compareSightings(all)}`;
  const expected = 'one certificate';
  const checks = unique(groups.flatMap(differingChecks));
  if (checks.length > 0) {
    const failing = checks.flatMap((check) => groups.flatMap((group) => failingOn(group, check)));
    const sites = listVantages(byVantage(failing).map(([vantage]) => vantage));
    return fail('outcomes-differ', {
      title: `${place} (${hosts}): ${joinWords(checks)} ${checks.length === 1 ? 'fails' : 'fail'} from ${sites} only`,
      detail,
      expected,
      observed: `different: ${listValues(checks)}`,
    });
  }
  const sites = listVantages(byVantage(all).map(([vantage]) => vantage));
  return fail('certificates-differ', {
    title: `${place} ${unique(all.map(placeOf)).length === 1 ? 'presents' : 'present'} different certificates to ${sites} for ${hosts}`,
    detail,
    ...renewalRemedy(all, place),
    expected,
    observed: 'different certificates',
  });
}

/** Where all but the dates is the same, one site is shown the certificate before the last renewal. */
function renewalRemedy(members: readonly DeploymentMember[], place: string): { readonly remedy?: string } {
  const sides = byVantage(members).flatMap(([vantage, [{ leaf }]]) => (leaf === undefined ? [] : [{ vantage, leaf }]));
  const newest = sides.reduce<(typeof sides)[number] | undefined>(
    (a, b) => (a === undefined || b.leaf.notBefore > a.leaf.notBefore ? b : a),
    undefined,
  );
  const old = sides.filter(({ leaf }) => newest !== undefined && leaf.notBefore < newest.leaf.notBefore);
  const isRenewal = old.every(
    ({ leaf }) => leaf.subject.key === newest?.leaf.subject.key && leaf.issuer.key === newest.leaf.issuer.key,
  );
  if (newest === undefined || old.length === 0 || !isRenewal) return {};
  const where = listVantages(old.map(({ vantage }) => vantage));
  return {
    remedy: `Install the certificate that is valid from ${dayText(newest.leaf.notBefore)} at what answers for ${place} to ${where}.`,
  };
}

function judgeRest(
  listeners: readonly (readonly DeploymentMember[])[],
  { members, differences }: NamesAcross,
  title: string,
): Judgement {
  const expected = 'one certificate a listener';
  const all = [...listeners.flat(), ...members];
  const sites = byVantage(all).map(([vantage]) => vantage);
  const unseen = [...listeners, ...(listeners.length === 0 ? [members] : [])].find(
    (group) => byVantage(group).length < 2 || blindVantages(group).length > 0,
  );
  if (sites.length < 2) {
    const message = `Not compared: what is to be seen from several sites of ${title} was seen from ${listVantages(sites)} only. Scan with a worker at each site (--broker).`;
    return undetermined('one-site', message, { expected });
  }
  if (unseen !== undefined) {
    const where = listVantages(blindVantages(unseen).length > 0 ? blindVantages(unseen) : sites);
    const place = joinWords(unique(unseen.map(placeOf)));
    return undetermined('unreachable', `Not compared: no certificate was seen from ${where} at ${place}.`, {
      expected,
    });
  }
  const same =
    listeners.length > 0
      ? [`What ${listVantages(sites)} reach of ${title} presents the same certificates to all of them.`]
      : differences.length === 0
        ? [`The names of ${title} lead to the same certificates from ${listVantages(sites)}.`]
        : [];
  return pass([...same, ...differences].join(' '), { expected });
}
