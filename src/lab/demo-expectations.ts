import type { Role } from '../model/vocabulary.ts';
import type { ListenerName } from './demo-certificates.ts';
import type { Listener } from './tls-listener.ts';

/** A finding of the demo that has to fail. */
export type ExpectedFailure =
  | {
      readonly kind: 'endpoint';
      readonly role: Role;
      readonly host: string;
      readonly address: string;
      readonly port: number;
      readonly check: string;
    }
  | { readonly kind: 'deployment'; readonly deployment: string; readonly check: string };

/** A fault as an administrator would meet it. */
export interface DemoStory {
  readonly title: string;
  readonly text: string;
  /** The checks that see it. */
  readonly checks: readonly string[];
}

export const demoStories: readonly DemoStory[] = [
  {
    title: 'One server of the array kept its old certificate',
    text: 'cwa02 answers for im. and as.im.contoso.com, but its certificate lacks download.im.contoso.com: desktop sharing fails for every second user.',
    checks: ['subject-alternative-names', 'name-match', 'array-consistency'],
  },
  {
    title: 'The load balancer forgets the intermediate certificate',
    text: 'It decrypts with the right certificate but sends it alone; clients that know only the root cannot build the chain.',
    checks: ['chain-completeness', 'chain-trust'],
  },
  {
    title: 'The certificate outside expires in nine days',
    text: 'The reverse proxy publishes chat.contoso.com with a certificate that nobody has renewed yet.',
    checks: ['expiry-margin'],
  },
  {
    title: 'The proxy inside was enrolled from the built-in template',
    text: 'Its certificate says WebServer, which cannot be duplicated without being renamed, and the proxy sends the root along.',
    checks: ['web-server-template', 'unneeded-certificates'],
  },
  {
    title: 'One certificate for SSL and MTLS',
    text: 'cwa01 presents the certificate of the URL on its MTLS port too; the pool expects the FQDN of the server and refuses.',
    checks: ['subject-name', 'name-match', 'single-certificate'],
  },
  {
    title: 'An MTLS listener that is not mutual',
    text: 'cwa02 asks for no client certificate on its MTLS port, and its own may sign but not encipher keys.',
    checks: ['client-certificate-request', 'key-usage'],
  },
  {
    title: 'A forgotten alias',
    text: 'download.im.contoso.com still resolves to a retired address instead of the load balancer.',
    checks: ['alias-addresses'],
  },
];

interface PlantedFault {
  readonly listener: ListenerName;
  readonly role: Role;
  readonly hosts: readonly string[];
  readonly checks: readonly string[];
}

const inside = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
const outside = ['chat.contoso.com', 'as.chat.contoso.com', 'download.chat.contoso.com'];

const plantedFaults: readonly PlantedFault[] = [
  { listener: 'cwa02', role: 'virtual-server', hosts: inside.slice(0, 1), checks: ['subject-alternative-names'] },
  { listener: 'cwa02', role: 'as-host', hosts: inside.slice(1, 2), checks: ['subject-alternative-names'] },
  {
    listener: 'cwa02',
    role: 'download-host',
    hosts: inside.slice(2),
    checks: ['subject-alternative-names', 'name-match'],
  },
  { listener: 'balancer', role: 'load-balancer', hosts: inside, checks: ['chain-completeness', 'chain-trust'] },
  { listener: 'proxy-outside', role: 'reverse-proxy-external', hosts: outside, checks: ['expiry-margin'] },
  {
    listener: 'proxy-inside',
    role: 'reverse-proxy-internal',
    hosts: inside,
    checks: ['web-server-template', 'unneeded-certificates'],
  },
  { listener: 'cwa01-mtls', role: 'mtls', hosts: ['cwa01.contoso.local'], checks: ['name-match', 'subject-name'] },
  {
    listener: 'cwa02-mtls',
    role: 'mtls',
    hosts: ['cwa02.contoso.local'],
    checks: ['client-certificate-request', 'key-usage'],
  },
];

const deploymentChecks = ['array-consistency', 'single-certificate', 'alias-addresses'];

/** Every failure that the demo has to show, with the addresses and ports it got. */
export function expectedFailures(listeners: ReadonlyMap<ListenerName, Listener>): readonly ExpectedFailure[] {
  const ofEndpoints = plantedFaults.flatMap(({ listener, role, hosts, checks }) => {
    const found = listeners.get(listener);
    if (found === undefined) throw new Error(`nothing listens for ${listener}`);
    const { address, port } = found;
    return hosts.flatMap((host) =>
      checks.map((check) => ({ kind: 'endpoint' as const, role, host, address, port, check })),
    );
  });
  const ofDeployment = deploymentChecks.map((check) => ({
    kind: 'deployment' as const,
    deployment: 'contoso',
    check,
  }));
  return [...ofEndpoints, ...ofDeployment];
}
