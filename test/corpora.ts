import { existsSync } from 'node:fs';
import process from 'node:process';

import { repositoryPath } from './repository-path.ts';

/** A collection of test cases that is too large for the repository. */
export interface Corpus {
  readonly path: string;
  /** Why its tests do not run; false where they do. */
  readonly skip: string | false;
}

/** Certification paths with what other libraries say of them (x509-limbo). */
export const limboCorpus = locateCorpus('X509-LIMBO', '../shared/limbo/limbo-dev.json.gz', 'CERTMUSTER_LIMBO');

/** NIST's test suite for path validation. */
export const pkitsCorpus = locateCorpus('PKITS', '../shared/pkits/pkits.json.gz', 'CERTMUSTER_PKITS');

/** Beside the checkout, or where the variable says. In CI, and where the variable is set, a corpus that is missing fails its tests. */
function locateCorpus(name: string, beside: string, variable: string): Corpus {
  const named = process.env[variable];
  const path = named ?? repositoryPath(beside);
  const mayBeMissing = named === undefined && process.env['CI'] === undefined;
  const isMissing = mayBeMissing && !existsSync(path);
  return { path, skip: isMissing && `${name} IS NOT AT ${path}: NOTHING WAS MEASURED. Set ${variable}.` };
}
