import { specification } from '../citations.ts';
import { type DeploymentFacts, defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { failUnsorted, type Judgement, pass, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';
import { judgeEach, membersOf, wasSeen } from './virtual-server-members.ts';

/**
 * Every server's MTLS port was audited. A declared port where nothing listens, or a service without TLS, was seen and
 * fails; a port that is not declared, or a server that does not answer, leaves the question open.
 */
export const mtlsCoverage = defineDeploymentCheck({
  id: 'mtls-coverage',
  title: "Every server's MTLS port was audited",
  why: 'An MTLS certificate is required on all computers that run the virtual servers, and its port has no default.',
  citation: specification('MTLS Certificates, first paragraph'),
  faults: {
    unsorted: {
      title: "Every server's MTLS port was audited",
      why: 'An MTLS certificate is required on all computers that run the virtual servers, and its port has no default.',
      remedy:
        'Declare mtlsPort of every server (the trusted service listening port, often 5061 and up) and scan from where it can be reached.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => ({
      judgement: judgeOne(facts, virtualServer),
      members: membersOf(facts, virtualServer, ['mtls']),
    })),
});

function judgeOne(facts: DeploymentFacts, virtualServer: VirtualServer): Judgement {
  const { url, servers } = virtualServer;
  const expected = 'the MTLS port of every server';
  if (servers.length === 0) {
    return undetermined(
      'not-declared',
      `No server of ${url} is declared, so no MTLS port was audited. Declare the servers and their mtlsPort.`,
      {
        expected,
      },
    );
  }
  const states = servers.map(({ fqdn, mtlsPort }) => ({
    server: mtlsPort === null ? fqdn : `${fqdn}:${mtlsPort}`,
    state: mtlsPort === null ? 'not-declared' : stateOf(facts, virtualServer, fqdn),
  }));
  const named = (wanted: string) => states.filter(({ state }) => state === wanted).map(({ server }) => server);
  const refused = named('refused');
  if (refused.length > 0) {
    return failUnsorted(
      `No MTLS listener answers at ${joinWords(refused)}. The pool cannot reach Communicator Web Access there, or another port was assigned. Check the trusted service listening port and declare it.`,
      { expected, observed: `none at ${joinWords(refused)}` },
    );
  }
  const undeclared = named('not-declared');
  if (undeclared.length > 0) {
    return undetermined(
      'not-declared',
      `The MTLS port of ${joinWords(undeclared)} is not declared and has no default. Declare mtlsPort.`,
      {
        expected,
      },
    );
  }
  const unreached = named('unreached');
  if (unreached.length > 0) {
    return undetermined(
      'unreachable',
      `The MTLS port ${joinWords(unreached)} was not reached. Scan from inside the network.`,
      {
        expected,
      },
    );
  }
  return pass(`The MTLS port of every server of ${url} was audited.`, {
    expected,
    observed: joinWords(named('audited')),
  });
}

function stateOf(
  facts: DeploymentFacts,
  virtualServer: VirtualServer,
  fqdn: string,
): 'audited' | 'refused' | 'unreached' {
  const members = membersOf(facts, virtualServer, ['mtls']).filter(
    ({ observation: { endpoint } }) => endpoint.server === fqdn,
  );
  if (members.some(wasSeen)) return 'audited';
  const answers = members.map(({ observation }) => observation.failure?.kind);
  return answers.some((kind) => kind === 'refused' || kind === 'not-tls') ? 'refused' : 'unreached';
}
