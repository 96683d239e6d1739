import { quoteText } from '../../pki/name-of.ts';
import { subjectCommonNames } from '../names/certificate-names.ts';
import { specification } from '../citations.ts';
import {
  type DeploymentFacts,
  type DeploymentMember,
  defineDeploymentCheck,
  type VirtualServer,
} from '../define-deployment-check.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, unique } from '../join-words.ts';
import { judgeEach, membersOf, wasSeen } from './virtual-server-members.ts';

/** One leaf does not serve SSL and MTLS if the URL and the server's FQDN differ: its one CN is wrong on a side. */
export const singleCertificate = defineDeploymentCheck({
  id: 'single-certificate',
  title: 'SSL and MTLS use a certificate each where URL and server name differ',
  why: 'SSL demands the host of the URL as common name, MTLS the FQDN of the server; one certificate cannot have both.',
  citation: specification('Tables 1 and 2, Subject Name'),
  faults: {
    unsorted: {
      title: 'SSL and MTLS use a certificate each where URL and server name differ',
      why: 'SSL demands the host of the URL as common name, MTLS the FQDN of the server; one certificate cannot have both.',
      remedy: 'Assign the MTLS listener a certificate of its own with the FQDN of the server computer.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => ({
      judgement: judgeOne(facts, virtualServer),
      members: [...membersOf(facts, virtualServer, sslRoles), ...membersOf(facts, virtualServer, ['mtls'])],
    })),
});

const sslRoles = ['virtual-server', 'as-host', 'download-host', 'load-balancer', 'reverse-proxy-internal'] as const;

function judgeOne(facts: DeploymentFacts, virtualServer: VirtualServer): Judgement {
  const { url, host } = virtualServer;
  const servers = virtualServer.servers.filter(({ fqdn }) => fqdn !== host);
  if (servers.length === 0) return judgeWithoutServers(virtualServer);
  const expected = 'two certificates';
  const ssl = membersOf(facts, virtualServer, sslRoles);
  const mtls = membersOf(facts, virtualServer, ['mtls']).filter(
    ({ observation: { endpoint } }) => endpoint.server !== host,
  );
  const ofSsl = new Set(ssl.flatMap(({ report }) => report.chain[0]?.sha256 ?? []));
  const shared = mtls.filter(({ report }) => ofSsl.has(report.chain[0]?.sha256 ?? ''));
  if (shared.length > 0) {
    return failUnsorted(
      `One certificate serves SSL for ${url} and MTLS: ${joinWords(unique(shared.map((member) => brokenSide(member, host))))}. Assign the MTLS listener a certificate with the FQDN of the server computer.`,
      { expected, observed: 'one certificate' },
    );
  }
  if (servers.some(({ mtlsPort }) => mtlsPort === null)) {
    return undetermined(
      'not-declared',
      `Not every server of ${url} declares its MTLS port, so the certificates could not be compared.`,
      {
        expected,
      },
    );
  }
  if (ssl.length === 0 || mtls.length === 0 || ![...ssl, ...mtls].every(wasSeen)) {
    return undetermined(
      'unreachable',
      `Not every endpoint of ${url} could be reached, so the certificates could not be compared.`,
      {
        expected,
      },
    );
  }
  return pass(`SSL and MTLS of ${url} use different certificates.`, { expected, observed: 'two certificates' });
}

function judgeWithoutServers({ url, servers }: VirtualServer): Judgement {
  if (servers.length > 0) {
    return notApplicable(
      'same-name',
      `The host of ${url} is the FQDN of its server, so one certificate may serve both.`,
    );
  }
  return undetermined('not-declared', `No server of ${url} is declared, so nothing is known of its MTLS certificate.`);
}

/** Which side the one CN breaks. */
function brokenSide({ leaf, observation: { endpoint } }: DeploymentMember, host: string): string {
  const server = endpoint.server ?? endpoint.host;
  const name = leaf === undefined ? undefined : subjectCommonNames(leaf).at(-1);
  const text = `the common name ${quoteText(name ?? 'none')}`;
  if (name?.toLowerCase() === host) return `${text} is that of SSL and breaks MTLS of ${server}`;
  if (name?.toLowerCase() === server) return `${text} is that of MTLS of ${server} and breaks SSL`;
  return `${text} is neither ${host} nor ${server} and breaks both sides`;
}
