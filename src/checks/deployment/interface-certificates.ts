import { specification } from '../citations.ts';
import { type DeploymentFacts, defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, unique } from '../join-words.ts';
import { judgeEach, membersOf, placeOf, wasSeen } from './virtual-server-members.ts';

/** Where the URLs outside and inside differ, the two interfaces of the proxy present two different certificates. */
export const interfaceCertificates = defineDeploymentCheck({
  id: 'interface-certificates',
  title: 'A reverse proxy with two URLs presents a different certificate on each interface',
  why: 'One certificate for both has the wrong subject on one side, or exposes internal names.',
  citation: specification('Table 2, Subject Name, note on reverse proxies'),
  faults: {
    'same-certificate': {
      title: 'A reverse proxy with two URLs presents the same certificate on both interfaces',
      why: 'It has the wrong subject on one side, or exposes internal names.',
      remedy:
        'Install a certificate with the FQDN of the proxy as CN outside, and one with the host of the URL inside.',
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
      `The internal interface of the proxy of ${url} is not declared. Declare its address to compare the certificates.`,
    );
  }
  if (reverseProxy.externalHost === host) {
    return notApplicable(
      'same-url',
      `The proxy of ${url} has the same URL on both interfaces, so one certificate may serve both.`,
    );
  }
  const outer = membersOf(facts, virtualServer, ['reverse-proxy-external']);
  const inner = membersOf(facts, virtualServer, ['reverse-proxy-internal']);
  const outside = new Set(outer.flatMap(({ report }) => report.chain[0]?.sha256 ?? []));
  const shared = inner.filter(({ report }) => outside.has(report.chain[0]?.sha256 ?? ''));
  const expected = 'two certificates';
  if (shared.length > 0) {
    const places = joinWords(unique(shared.map(placeOf)));
    return fail('same-certificate', {
      title: `The proxy of ${url} presents the same certificate outside and inside`,
      detail: `It is the certificate for ${reverseProxy.externalHost} outside and for ${host} inside, at ${places}.`,
      remedy: `Install a certificate with CN=${reverseProxy.fqdn} outside, and one with CN=${host} inside.`,
      expected,
      observed: 'the same certificate',
    });
  }
  if (outer.length === 0 || inner.length === 0 || ![...outer, ...inner].every(wasSeen)) {
    return undetermined(
      'unreachable',
      `Not every interface of the proxy of ${url} was reached. Scan from where both are.`,
      { expected },
    );
  }
  return pass(`The proxy of ${url} presents different certificates on its two interfaces.`, {
    expected,
    observed: 'two certificates',
  });
}
