import process from 'node:process';

import { repositoryPath } from '../repository-path.ts';

/** Beside the checkout, or where `CERTMUSTER_PKITS` says. */
export function pkitsPath(): string {
  return process.env['CERTMUSTER_PKITS'] ?? repositoryPath('../shared/pkits/pkits.json.gz');
}
