import { groupBy } from '../../model/group-by.ts';
import { type DeploymentAnswer, type DeploymentMember, defineDeploymentCheck } from '../define-deployment-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { areTogether, inRole, listEndpoints } from './members-of-roles.ts';

/** A place that has to pass TLS through presents a key of the servers behind it. */
export const tlsTermination = defineDeploymentCheck({
  id: 'tls-termination',
  title: 'TLS ends where the policy demands it',
  why: 'What decrypts TLS on the way sees the traffic, and breaks what depends on the connection of client and server.',
  citation: { document: 'The policy', section: 'termination of the role' },
  faults: {
    'terminated-elsewhere': {
      title: 'TLS ends at a place that has to pass it through',
      why: 'It sees the traffic, and what depends on the connection of client and server fails, such as client certificates.',
      remedy: 'Configure this place to pass TLS through to the servers behind it.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    Object.entries(facts.roles).flatMap(([role, demands]) => {
      const endsAt = demands?.endsAt;
      if (endsAt === undefined) return [];
      const servers = inRole(facts.members, endsAt);
      const places = groupBy(inRole(facts.members, role), ({ observation: { endpoint } }) =>
        JSON.stringify(endpoint.elements ?? null),
      );
      return [...places].map(([element, members]): DeploymentAnswer => {
        const behind = servers.filter((server) => members.some((member) => areTogether(member, server)));
        const those = behind.length > 0 ? behind : servers;
        return {
          judgement: judgePlace(members, those, facts.roles[endsAt]?.title ?? endsAt),
          endpoints: [...members, ...those].map(({ report }) => report.id),
          role,
          subject: JSON.stringify([role, element]),
        };
      });
    }),
});

/** `title`: what the servers are called. */
function judgePlace(
  members: readonly DeploymentMember[],
  servers: readonly DeploymentMember[],
  title: string,
): Judgement {
  const places = listEndpoints(members);
  const expected = `a key of ${title}`;
  if (servers.length === 0) {
    return notApplicable('nothing-to-compare', `The deployment declares no endpoint of ${title} behind ${places}.`);
  }
  const seen = members.filter(({ leaf }) => leaf !== undefined);
  const keys = new Set(servers.flatMap(({ leaf }) => leaf?.publicKey.spkiSha256 ?? []));
  const foreign = seen.filter(({ leaf }) => leaf !== undefined && !keys.has(leaf.publicKey.spkiSha256));
  const unseen = [...members, ...servers].filter(({ leaf }) => leaf === undefined);
  const isOneUnknown = servers.some(({ leaf }) => leaf === undefined);
  if (foreign.length > 0 && !isOneUnknown) {
    return fail('terminated-elsewhere', {
      title: `TLS ends at ${listEndpoints(foreign)}, not at ${title}`,
      detail: `The key there is none of those that ${listEndpoints(servers)} present.`,
      remedy: `Configure ${listEndpoints(foreign)} to pass TLS through to the servers behind it.`,
      demand: 'termination',
      expected,
      observed: 'another key',
    });
  }
  if (foreign.length > 0 || seen.length < members.length) {
    const isUndecodable = unseen.every(({ report }) => report.chain.length > 0);
    const text = isUndecodable
      ? `Whether TLS ends at ${places} is not known: the certificate of ${listEndpoints(unseen)} cannot be decoded.`
      : `Whether TLS ends at ${places} is not known: no certificate was seen at ${listEndpoints(unseen)}. Scan from where all are reached.`;
    return undetermined(isUndecodable ? 'undecodable' : 'unreachable', text, { expected });
  }
  return pass(
    `${places} ${members.length === 1 ? 'presents' : 'present'} a key of ${title}, as a place that passes TLS through does. One that decrypts TLS with a copy of the key looks the same.`,
    { expected, observed: 'the same key' },
  );
}
