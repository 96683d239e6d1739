import { specification } from '../citations.ts';
import { type DeploymentFacts, defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { fail, type Judgement, pass, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';
import { judgeEach, membersOf, wasSeen } from './virtual-server-members.ts';

const why =
  'The pool cannot connect to Communicator Web Access on this server, or the declared port belongs to a different service.';
const remedy =
  'Start Communicator Web Access on the server, or declare the listening port of its trusted service as mtlsPort (often 5061 and up).';

/**
 * Every server's MTLS port was audited. A declared port where nothing listens, or a service without TLS, was seen and
 * fails; a port that is not declared, or a server that does not answer, leaves the question open.
 */
export const mtlsCoverage = defineDeploymentCheck({
  id: 'mtls-coverage',
  title: "Every server's MTLS port was audited",
  why: 'Every server that runs a virtual server needs an MTLS certificate, and its MTLS port has no default.',
  citation: specification(
    'MTLS Certificates, first paragraph (required on all computers); that a listener answers is an inference',
  ),
  faults: {
    'no-listener': {
      title: 'Nothing listens on a declared MTLS port',
      why,
      remedy,
      subject: 'declaration',
    },
    'not-tls': {
      title: 'The service on a declared MTLS port does not use TLS',
      why,
      remedy,
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
      `No server of ${url} is declared, so no MTLS port was audited. Declare servers with their mtlsPort.`,
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
  const [refused, plain] = [named('refused'), named('not-tls')];
  const silent = [...refused, ...plain];
  if (silent.length > 0) {
    const texts = {
      refused: `No MTLS listener at ${joinWords(refused)}: the connection is refused`,
      plain: `No MTLS listener at ${joinWords(plain)}: the service does not use TLS`,
    };
    const seen = { expected, observed: `none at ${joinWords(silent)}` };
    if (refused.length === 0) return fail('not-tls', { title: texts.plain, ...seen });
    const beside = plain.length === 0 ? {} : { detail: `${texts.plain}.` };
    return fail('no-listener', { title: texts.refused, ...beside, ...seen });
  }
  const undeclared = named('not-declared');
  if (undeclared.length > 0) {
    return undetermined(
      'not-declared',
      `The MTLS port of ${joinWords(undeclared)} is not declared (it has no default). Declare mtlsPort.`,
      {
        expected,
      },
    );
  }
  const unreached = named('unreached');
  if (unreached.length > 0) {
    return undetermined(
      'unreachable',
      `MTLS port not reached: ${joinWords(unreached)}. Scan from inside the network.`,
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
): 'audited' | 'refused' | 'not-tls' | 'unreached' {
  const members = membersOf(facts, virtualServer, ['mtls']).filter(
    ({ observation: { endpoint } }) => endpoint.server === fqdn,
  );
  if (members.some(wasSeen)) return 'audited';
  const answers = members.map(({ observation }) => observation.failure?.kind);
  return answers.find((kind) => kind === 'refused' || kind === 'not-tls') ?? 'unreached';
}
