import { quoteText } from '../../pki/name-of.ts';
import { subjectCommonNames } from '../names/certificate-names.ts';
import { specification } from '../citations.ts';
import {
  type DeploymentFacts,
  type DeploymentMember,
  defineDeploymentCheck,
  type VirtualServer,
} from '../define-deployment-check.ts';
import { singleCertificateNote, withNote } from '../field-notes.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, unique } from '../join-words.ts';
import { judgeEach, membersOf, wasSeen } from './virtual-server-members.ts';

const why = 'SSL clients require the host of the URL as CN, MTLS peers the FQDN of the server.';

/** One leaf does not serve SSL and MTLS if the URL and the server's FQDN differ: its one CN is wrong on a side. */
export const singleCertificate = defineDeploymentCheck({
  id: 'single-certificate',
  title: 'SSL and MTLS use separate certificates if URL and server name differ',
  why,
  citation: specification('Tables 1 and 2, Subject Name; that one certificate cannot have both is an inference'),
  fieldNote: singleCertificateNote,
  faults: {
    'wrong-for-mtls': {
      title: 'One certificate serves SSL and MTLS, and its CN is wrong for MTLS',
      why,
      remedy: 'Assign the MTLS listener a certificate of its own with the FQDN of the server as CN.',
      subject: 'declaration',
    },
    'wrong-for-ssl': {
      title: 'One certificate serves SSL and MTLS, and its CN is wrong for SSL',
      why,
      remedy: 'Assign the virtual server a certificate of its own with the host of the URL as CN.',
      subject: 'declaration',
    },
    'wrong-for-both': {
      title: 'One certificate serves SSL and MTLS, and its CN is wrong for both',
      why,
      remedy:
        'Assign the virtual server a certificate with the host of the URL as CN, and the MTLS listener one with the FQDN of the server.',
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
  if (shared.length > 0) return describeShared(virtualServer, shared);
  if (servers.some(({ mtlsPort }) => mtlsPort === null)) {
    return undetermined('not-declared', `Not compared: a server of ${url} has no mtlsPort. Declare it.`, {
      expected,
    });
  }
  if (ssl.length === 0 || mtls.length === 0 || ![...ssl, ...mtls].every(wasSeen)) {
    return undetermined(
      'unreachable',
      `Not compared: an endpoint of ${url} was not reached. Scan from where all of them are.`,
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
  return undetermined(
    'not-declared',
    `No server of ${url} is declared, so its MTLS certificate was not seen. Declare servers with their mtlsPort.`,
  );
}

/** `shared`: the MTLS listeners that present a certificate of SSL. */
function describeShared({ url, host }: VirtualServer, shared: readonly DeploymentMember[]): Judgement {
  const sides = new Set(shared.flatMap((member) => brokenSides(member, host)));
  const servers = unique(shared.map(serverNameOf));
  const { fault, text, remedy } =
    sides.size === 2
      ? { fault: 'wrong-for-both', text: 'both', remedy: {} }
      : sides.has('MTLS')
        ? {
            fault: 'wrong-for-mtls',
            text: 'MTLS',
            remedy: remedyFor(`MTLS listener of ${joinWords(servers)}`, servers),
          }
        : { fault: 'wrong-for-ssl', text: 'SSL', remedy: remedyFor('virtual server', [host]) };
  const names = joinWords(unique(shared.map((member) => `CN=${commonNameOf(member) ?? 'none'}`)));
  const judgement = fail(fault, {
    title: `${names} serves SSL and MTLS, and is wrong for ${text}`,
    detail: `SSL of ${url} requires CN=${host}, MTLS requires ${joinWords(servers.map((server) => `CN=${server}`))}.`,
    ...remedy,
    expected: 'two certificates',
    observed: 'one certificate',
  });
  return withNote(judgement, singleCertificateNote);
}

/** Said more exactly than the fault does where it is about one name. */
function remedyFor(place: string, names: readonly string[]): { readonly remedy?: string } {
  return names.length === 1 ? { remedy: `Assign the ${place} a certificate of its own with CN=${names[0]}.` } : {};
}

/** For which sides the one CN is wrong: never for none, as the two names differ. */
function brokenSides(member: DeploymentMember, host: string): readonly ('SSL' | 'MTLS')[] {
  const name = commonNameOf(member)?.toLowerCase();
  return [...(name === host ? [] : ['SSL' as const]), ...(name === serverNameOf(member) ? [] : ['MTLS' as const])];
}

/** The last one, which clients go by. */
function commonNameOf({ leaf }: DeploymentMember): string | undefined {
  const name = leaf === undefined ? undefined : subjectCommonNames(leaf).at(-1);
  return name === undefined ? undefined : quoteText(name);
}

function serverNameOf({ observation: { endpoint } }: DeploymentMember): string {
  return endpoint.server ?? endpoint.host;
}
