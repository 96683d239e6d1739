import type { Cause } from '../../model/cause.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { covers } from './consequences.ts';

/** Faults that a new certificate mends, if they are those of the leaf. */
const mendedByRequest: readonly string[] = [
  'validity-period/expired',
  'expiry-margin/expires-soon',
  'name-match/*',
  'subject-name/*',
  'subject-name-ambiguous/*',
  'subject-alternative-names/*',
  'certificate-version/*',
  'extended-key-usage/*',
  'extended-key-usage-excess/*',
  'key-usage/*',
  'key-usage-excess/*',
  'key-type/*',
  'key-strength/*',
  'key-strength-margin/*',
  'known-weak-key/*',
  'web-server-template/*',
  'certificate-template/*',
  'wildcard-name/*',
  'certificate-lifetime/*',
  'chain-trust/self-signed',
];

/** Ids that every shell passes on unchanged between double quotes. A deployment may have any name, and people paste commands. */
const unchangedByShells = /^[\p{L}\p{N}_][\p{L}\p{N}_ .,:@/|#()[\]-]*$/u;

/**
 * The command that writes the request for the certificate that belongs to an endpoint; null if no new certificate is needed, or the
 * endpoint is in no targets file, or a shell would read its id otherwise.
 */
export function requestCommand(
  { fault, certificate }: Pick<Cause, 'fault' | 'certificate'>,
  { id, deployment }: Pick<Endpoint, 'id' | 'deployment'>,
  leaf: string | undefined,
): string | null {
  if (deployment === null || (certificate !== null && certificate !== leaf)) return null;
  if (!mendedByRequest.some((pattern) => covers(pattern, fault))) return null;
  if (!unchangedByShells.test(id)) return null;
  return `certmuster plan targets.json --endpoint "${id}" --format inf`;
}
