import { readFileSync } from 'node:fs';

import type { TrustData } from '../../src/model/trust-data.ts';
import { repositoryPath } from '../repository-path.ts';

/** The Mozilla roots as a module: Node 20 warns of an experiment when JSON is imported. */
export function writeMozillaRoots(): string {
  const data = JSON.parse(readFileSync(repositoryPath('src/pki/trust/mozilla-roots.json'), 'utf8')) as TrustData;
  const { source, version, date, roots } = data;
  return [
    "import type { TrustData } from '../../model/trust-data.ts';",
    '',
    '/** Written by `npm run generate` from mozilla-roots.json: NSS built-in roots, Mozilla Public License 2.0. */',
    'export const mozillaRoots: TrustData = {',
    `  source: ${literal(source)},`,
    `  version: ${literal(version)},`,
    `  date: ${literal(date)},`,
    '  roots: [',
    ...roots.flatMap(({ name, sha256, distrustAfter, der }) => [
      '    {',
      `      name: ${literal(name)},`,
      `      sha256: ${literal(sha256)},`,
      `      distrustAfter: ${distrustAfter === null ? 'null' : literal(distrustAfter)},`,
      `      der: ${literal(der)},`,
      '    },',
    ]),
    '  ],',
    '};',
    '',
  ].join('\n');
}

function literal(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')}'`;
}
