import { specification } from '../citations.ts';
import { type DeploymentFacts, defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, unique } from '../join-words.ts';
import { judgeEach, membersOf, placeOf, wasSeen } from './virtual-server-members.ts';

/** Where the URLs outside and inside differ, the two interfaces of the proxy present two different certificates. */
export const interfaceCertificates = defineDeploymentCheck({
  id: 'interface-certificates',
  title: 'A reverse proxy with two URLs presents a certificate of its own on each interface',
  why: 'One certificate for both either fails on one side or shows internal names outside.',
  citation: specification('Table 2, Subject Name, note on reverse proxies'),
  faults: {
    unsorted: {
      title: 'A reverse proxy with two URLs presents a certificate of its own on each interface',
      why: 'One certificate for both either fails on one side or shows internal names outside.',
      remedy: 'Outside, use a certificate with the FQDN of the proxy as subject; inside, one with the host of the URL.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => ({
      judgement: judgeOne(facts, virtualServer),
      members: membersOf(facts, virtualServer, ['reverse-proxy-external', 'reverse-proxy-internal']),
    })),
});

function judgeOne(facts: DeploymentFacts, virtualServer: VirtualServer): Judgement {
  const { url, host, reverseProxy } = virtualServer;
  if (reverseProxy === null) return notApplicable('no-reverse-proxy', `${url} declares no reverse proxy.`);
  if (!reverseProxy.hasInternal) {
    return undetermined(
      'not-declared',
      `The internal interface of the proxy of ${url} is not declared, so it was not dialled.`,
    );
  }
  if (reverseProxy.externalHost === host) {
    return notApplicable('same-url', `${url} is the same URL on both interfaces, so one certificate may serve both.`);
  }
  const outer = membersOf(facts, virtualServer, ['reverse-proxy-external']);
  const inner = membersOf(facts, virtualServer, ['reverse-proxy-internal']);
  const outside = new Set(outer.flatMap(({ report }) => report.chain[0]?.sha256 ?? []));
  const shared = inner.filter(({ report }) => outside.has(report.chain[0]?.sha256 ?? ''));
  const expected = 'two certificates';
  if (shared.length > 0) {
    return failUnsorted(
      `The proxy of ${url} presents the same certificate outside, for ${reverseProxy.externalHost}, and inside at ${joinWords(unique(shared.map(placeOf)))}, for ${host}. It cannot have the right subject on both sides. Use one certificate for each interface.`,
      { expected, observed: 'the same certificate' },
    );
  }
  if (outer.length === 0 || inner.length === 0 || ![...outer, ...inner].every(wasSeen)) {
    return undetermined('unreachable', `Not every interface of the proxy of ${url} could be reached.`, { expected });
  }
  return pass(`The proxy of ${url} presents different certificates on its two interfaces.`, {
    expected,
    observed: 'two certificates',
  });
}
