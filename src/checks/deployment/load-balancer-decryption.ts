import { specification } from '../citations.ts';
import { defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { failUnsorted, type Judgement, notApplicable, pass } from '../judgement.ts';
import { judgeEach, membersOf } from './virtual-server-members.ts';

/** A load balancer for external access decrypts TLS, as declared: what it does inside cannot be seen from here. */
export const loadBalancerDecryption = defineDeploymentCheck({
  id: 'load-balancer-decryption',
  title: 'A load balancer for external access decrypts TLS',
  why: 'The specification requires SSL decryption on load balancers for external virtual servers.',
  citation: specification('SSL Certificates, second bullet'),
  faults: {
    unsorted: {
      title: 'A load balancer for external access decrypts TLS',
      why: 'The specification requires SSL decryption on load balancers for external virtual servers.',
      remedy: 'Configure the load balancer as SSL accelerator with the SSL certificate of the virtual server.',
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
    return notApplicable('internal', `${url} is for internal access, where a load balancer may pass TLS through.`);
  }
  const details = {
    expected: 'decrypts TLS',
    observed: loadBalancer.decryptsTls ? 'decrypts TLS' : 'passes TLS through',
  };
  if (loadBalancer.decryptsTls) return pass(`The load balancer of ${url} is declared to decrypt TLS.`, details);
  return failUnsorted(
    `The load balancer of ${url}, for ${access === 'both' ? 'internal and external' : access} access, is declared to pass TLS through. The specification requires SSL decryption on load balancers for external virtual servers. Install the SSL certificate on it and switch decryption on.`,
    details,
  );
}
