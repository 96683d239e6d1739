import { specification } from '../citations.ts';
import { defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { fail, type Judgement, notApplicable, pass } from '../judgement.ts';
import { judgeEach, membersOf } from './virtual-server-members.ts';

/** A load balancer for external access decrypts TLS, as declared: what it does inside cannot be seen from here. */
export const loadBalancerDecryption = defineDeploymentCheck({
  id: 'load-balancer-decryption',
  title: 'A load balancer for external access decrypts TLS',
  why: 'External clients need the virtual server certificate on the load balancer, which only one that decrypts TLS presents.',
  citation: specification('SSL Certificates, second bullet (required for load balancers for external virtual servers)'),
  faults: {
    'tls-passed-through': {
      title: 'A load balancer for external access passes TLS through',
      why: 'The specification requires SSL decryption on load balancers of external virtual servers.',
      remedy:
        'Install the SSL certificate on the load balancer and enable decryption; or correct decryptsTls in the targets file.',
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => ({
      judgement: judgeOne(virtualServer),
      members: membersOf(facts, virtualServer, ['load-balancer']),
    })),
});

function judgeOne({ url, access, loadBalancer }: VirtualServer): Judgement {
  if (loadBalancer === null) return notApplicable('no-load-balancer', `${url} declares no load balancer.`);
  if (access === 'internal') {
    return notApplicable('internal', `${url} is for internal access only, where a load balancer may pass TLS through.`);
  }
  const details = {
    expected: 'decrypts TLS',
    observed: loadBalancer.decryptsTls ? 'decrypts TLS' : 'passes TLS through',
  };
  if (loadBalancer.decryptsTls) return pass(`The load balancer of ${url} is declared to decrypt TLS.`, details);
  return fail('tls-passed-through', {
    title: `The load balancer of ${url} is declared to pass TLS through`,
    detail: `${url} is for ${access === 'both' ? 'internal and external' : access} access.`,
    ...details,
  });
}
