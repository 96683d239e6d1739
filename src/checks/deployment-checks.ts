import { aliasAddresses } from './deployment/alias-addresses.ts';
import { arrayConsistency } from './deployment/array-consistency.ts';
import type { DeploymentCheck } from './define-deployment-check.ts';
import { certificatesAcrossSites } from './deployment/certificates-across-sites.ts';
import { copiedKey } from './keys/exportable-key.ts';
import { interfaceCertificates } from './deployment/interface-certificates.ts';
import { keySharing } from './deployment/key-sharing.ts';
import { loadBalancerDecryption } from './deployment/load-balancer-decryption.ts';
import { mtlsCoverage } from './deployment/mtls-coverage.ts';
import { singleCertificate } from './deployment/single-certificate.ts';
import { tlsTermination } from './deployment/tls-termination.ts';

/** Every check across a deployment, in the order reports show their findings. */
export const deploymentChecks: readonly DeploymentCheck[] = [
  loadBalancerDecryption,
  interfaceCertificates,
  arrayConsistency,
  certificatesAcrossSites,
  aliasAddresses,
  singleCertificate,
  mtlsCoverage,
  keySharing,
  tlsTermination,
  copiedKey,
];
