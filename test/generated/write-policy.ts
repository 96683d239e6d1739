import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import { repositoryPath } from '../repository-path.ts';

/** A built-in policy as a module, so that no scan reads YAML. */
export function writePolicy(id: string): string {
  const document: unknown = parse(readFileSync(repositoryPath(`src/policy/documents/${id}.yaml`), 'utf8'));
  return [
    "import type { PolicyDocument } from '../../model/policy-document.ts';",
    '',
    `/** Written by \`npm run generate\` from ${id}.yaml. */`,
    `export const document: PolicyDocument = ${JSON.stringify(document, null, 2)};`,
    '',
  ].join('\n');
}
