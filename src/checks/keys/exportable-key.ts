import { describePlace } from '../../model/describe-place.ts';
import { groupBy } from '../../model/group-by.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import {
  type DeploymentAnswer,
  type DeploymentFacts,
  type DeploymentMember,
  defineDeploymentCheck,
} from '../define-deployment-check.ts';
import { notObservable } from '../judgement.ts';
import { joinWords, unique } from '../join-words.ts';
import { withoutFurtherViews } from '../deployment/vantage.ts';
import { serverRoles } from '../deployment/virtual-server-members.ts';

const description = {
  id: 'exportable-key',
  title: 'The private key is exportable',
  why: 'The certificate can be installed on further servers, load balancers and proxies only with an exported key.',
  citation: specification('Tables 1 and 2, Private Key'),
  faults: {},
} as const;

/** Always `not-observable`: whether a key may be exported is a mark in the server's key store. */
export const exportableKey = defineCheck({
  ...description,
  needs: [],
  judge: () =>
    notObservable(
      'not-in-certificate',
      'Not visible over TLS. Run on the server: certutil -store -v My (look for "Private key is exportable").',
      { expected: 'enabled for export' },
    ),
});

/** One key on several hosts: evidence that it was copied, by whatever means, and still no proof of the mark. */
export const copiedKey = defineDeploymentCheck({
  ...description,
  judge: (facts) =>
    [...holdersByKey(facts).values()].flatMap((members) => {
      if (facts.deployment.parameters !== undefined) return sharedAmongElements(members);
      // Under split DNS one listener has several addresses.
      const hosts = unique(withoutFurtherViews(members).map((member) => hostOf(member)));
      if (hosts.length < 2) return [];
      const judgement = notObservable(
        'not-in-certificate',
        `One key is on ${joinWords(hosts)}, so it was copied. Whether it can be exported there is not visible over TLS. Run on each server: certutil -store -v My.`,
        { expected: 'enabled for export', observed: `one key on ${hosts.length} hosts` },
      );
      return [{ judgement, endpoints: members.map(({ report }) => report.id) }];
    }),
});

/** Parameters do not say whether what stands in front of servers decrypts, nor which addresses are of one computer but by their element. */
function sharedAmongElements(members: readonly DeploymentMember[]): readonly DeploymentAnswer[] {
  const elements = groupBy(members, ({ observation: { endpoint } }) =>
    JSON.stringify(endpoint.elements ?? endpoint.address ?? endpoint.host),
  );
  if (elements.size < 2) return [];
  const hosts = unique([...elements.values()].map(([{ observation }]) => describePlace(observation.endpoint)));
  const judgement = notObservable(
    'not-in-certificate',
    `One key is presented by ${joinWords(hosts)}. Unless one of them passes TLS on to the other, it was copied. Whether it can be exported there is not visible over TLS. Run on each server: certutil -store -v My.`,
    { expected: 'enabled for export', observed: `one key at ${elements.size} places` },
  );
  return [{ judgement, endpoints: members.map(({ report }) => report.id) }];
}

function holdersByKey(facts: DeploymentFacts): ReadonlyMap<string, readonly DeploymentMember[]> {
  const holders = facts.members.filter(
    (member) => member.leaf !== undefined && !passesThrough(member) && !isPassedOn(member, facts),
  );
  return groupBy(holders, ({ leaf }) => leaf?.publicKey.spkiSha256 ?? '');
}

/** A load balancer that passes TLS through shows a server's key and holds none. */
function passesThrough({ observation: { endpoint }, virtualServer }: DeploymentMember): boolean {
  const isOfBalancer = endpoint.server === null && serverRoles.includes(endpoint.role);
  return isOfBalancer && virtualServer?.loadBalancer?.decryptsTls === false;
}

/** The policy says that TLS is decrypted behind the place. */
function isPassedOn({ observation: { endpoint } }: DeploymentMember, { roles }: DeploymentFacts): boolean {
  return roles[endpoint.role]?.endsAt !== undefined;
}

function hostOf({ observation: { endpoint } }: DeploymentMember): string {
  if (endpoint.server !== null) return endpoint.server;
  const address = endpoint.address ?? endpoint.host;
  switch (endpoint.role) {
    case 'reverse-proxy-external':
    case 'reverse-proxy-internal':
      return `the proxy ${endpoint.names.proxy ?? address}`;
    case 'load-balancer':
      return `the load balancer ${address}`;
    default:
      return address;
  }
}
