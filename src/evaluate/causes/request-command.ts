import type { Cause } from '../../model/cause.ts';
import type { RequestFormat } from '../../model/vocabulary.ts';
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

/** Paths of files of which the same is true; those of Windows have backslashes. */
const unchangedPath = /^[\p{L}\p{N}_.~/\\][\p{L}\p{N}_ .,:@~/\\()+=[\]-]*$/u;

/** Where a request is to be written for, and with what. */
export interface RequestPlace {
  /** The targets file as it was named; undefined: it is not known, and the command has a name to put it in place of. */
  readonly targetsFile: string | undefined;
  readonly format: RequestFormat;
}

/**
 * The command that writes the request for the certificate that belongs to an endpoint; null if no new certificate is needed, or the
 * endpoint is in no targets file, or a shell would read its id otherwise.
 */
export function requestCommand(
  { fault, certificate }: Pick<Cause, 'fault' | 'certificate'>,
  { id, deployment }: Pick<Endpoint, 'id' | 'deployment'>,
  leaf: string | undefined,
  { targetsFile = 'targets.json', format }: RequestPlace,
): string | null {
  if (deployment === null || (certificate !== null && certificate !== leaf)) return null;
  if (!mendedByRequest.some((pattern) => covers(pattern, fault))) return null;
  if (!unchangedByShells.test(id) || !unchangedPath.test(targetsFile)) return null;
  const file = /^[\w./-]+$/.test(targetsFile) ? targetsFile : `"${targetsFile}"`;
  return `certmuster plan ${file} --endpoint "${id}" --format ${format}`;
}
