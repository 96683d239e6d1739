import { aliasAddresses } from './alias-addresses.ts';
import { arrayConsistency } from './array-consistency.ts';
import type { DeploymentCheck } from './define-deployment-check.ts';
import { copiedKey } from './exportable-key.ts';
import { interfaceCertificates } from './interface-certificates.ts';
import { loadBalancerDecryption } from './load-balancer-decryption.ts';
import { mtlsCoverage } from './mtls-coverage.ts';
import { singleCertificate } from './single-certificate.ts';

/** Every check across a deployment, in the order reports show their findings. */
export const deploymentChecks: readonly DeploymentCheck[] = [
  loadBalancerDecryption,
  interfaceCertificates,
  arrayConsistency,
  aliasAddresses,
  singleCertificate,
  mtlsCoverage,
  copiedKey,
];
