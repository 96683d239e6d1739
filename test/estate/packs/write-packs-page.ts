import { readFileSync } from 'node:fs';

import { describeChecks } from '../../../src/evaluate/describe-checks.ts';
import type { ParameterDocument } from '../../../src/model/policy-document.ts';
import { repositoryPath } from '../../repository-path.ts';
import type { Pack } from './read-pack.ts';
import type { PackScore } from './score-pack.ts';

/** A pack with what its live audits came to. */
export interface ScoredPack {
  readonly pack: Pack;
  readonly score: PackScore;
}

/** docs/packs.md: what was planted and found, then each pack in the words of its document. */
export function writePacksPage(packs: readonly ScoredPack[]): string {
  return [...head, ...packs.map(writeScore), '', ...packs.flatMap(({ pack }) => writePack(pack))].join('\n');
}

const head = [
  '# Packs: the policies that are built in',
  '',
  'Written by `npm run packs` from the policies themselves and from audits of them; `test/estate/packs` repeats the audits in every',
  'run of the tests and compares this page.',
  '',
  'A *row* is one demand of a policy. A *fixture* is one endpoint or several, each with its certificate, and the faults that an audit has',
  'to find there. Every row has a fixture that fails by it, or passes only by it, unless it says what holds anyway: `certmuster policy',
  'test ID` shows which. For this table TLS servers on loopback presented the certificates of every fixture, asked for a client',
  'certificate where the fixture says so, and were audited by a targets file with its topology. All planted faults have to be found, and',
  'no others.',
  '',
  '*Not visible* are rows that TLS does not show: reports name them, with how to verify them on the server. *Conforming* is a whole',
  'deployment without faults, all its endpoints audited at once: nothing may be found there.',
  '',
  '| pack | rows | not visible | fixtures | planted faults | found | not found | found beside | conforming |',
  '|---|---|---|---|---|---|---|---|---|',
];

function writeScore({ pack, score }: ScoredPack): string {
  const { rows, notVisible, fixtures, planted, found, beside, estate } = score;
  const clean = estate === 0 ? '–' : `${estate} ${estate === 1 ? 'endpoint' : 'endpoints'}`;
  const cells = [rows, notVisible, fixtures, planted, found, planted - found, beside, clean];
  return `| [\`${pack.id}\`](#${pack.id.replaceAll('.', '')}) | ${cells.join(' | ')} |`;
}

function writePack({ id, policy, documents }: Pack): readonly string[] {
  const own = documents.at(-1) ?? documents[0];
  const { topology, roles, severities } = policy;
  // A role that comes from the base and is dialed nowhere is for targets of its own.
  const dialed = Object.entries(roles).filter(([, { dial }]) => typeof topology !== 'object' || dial.length > 0);
  const checks = describeChecks();
  const hidden = [
    // Whatever `server-side-demands` says are the demands below.
    ...Object.entries(severities).flatMap(([check, rules]) =>
      check !== 'server-side-demands' && rules.some(({ severity }) => severity === null)
        ? [`- ${checks[check]?.title ?? check} (check \`${check}\`).`]
        : [],
    ),
    ...dialed.flatMap(([, { notVisible }]) =>
      notVisible.map(({ demand, verify }) => `- ${withStop(demand)} To verify: ${withStop(verify)}`),
    ),
  ];
  return [
    `## ${id}`,
    '',
    `**${policy.title}.** ${own.extends === undefined ? '' : `Extends [\`${own.extends}\`](#${own.extends}). `}${exampleOf(id)}`.trim(),
    '',
    ...wordsOf(id),
    ...writeParameters(topology),
    '| role | who has it | what is dialed |',
    '|---|---|---|',
    ...dialed.map(([role, { title, dialed: text }]) => `| \`${role}\` | ${cell(title)} | ${cell(text)} |`),
    '',
    ...(hidden.length === 0 ? [] : ['Cannot be seen over TLS:', '', ...new Set(hidden), '']),
  ];
}

function exampleOf(id: string): string {
  if (id === 'tls-server') return 'Any target without a policy of its own has this one.';
  if (id === 'cwa-2007-r2') return 'Example: [`targets.example.json`](../targets.example.json).';
  return `Example: [\`${id}.targets.yaml\`](examples/${id}.targets.yaml).`;
}

/** What the document says of itself before it begins. */
function wordsOf(id: string): readonly string[] {
  const text = readFileSync(repositoryPath('src/policy/documents', `${id}.yaml`), 'utf8');
  const comment = text.slice(0, text.search(/^[^#]/m)).split('\n');
  const lines = comment.map((line) => line.replace(/^# ?/, '').trimEnd());
  return [...lines.map((line) => (line === 'Left out:' ? 'Left out:\n' : line)), ...(lines.at(-1) === '' ? [] : [''])];
}

function writeParameters(topology: Pack['policy']['topology']): readonly string[] {
  if (topology === undefined) return [];
  if (topology === 'cwa')
    return ['Deployments declare `virtualServers` in place of parameters: see [targets.md](targets.md).', ''];
  const rows = Object.entries(topology).flatMap(([name, each]) => parameterRows(name, each));
  return ['| parameter | kind | meaning |', '|---|---|---|', ...rows, ''];
}

function parameterRows(name: string, parameter: ParameterDocument): readonly string[] {
  const { kind, list, required, default: usual, description, fields = {} } = parameter;
  const words = [list === true ? `list of ${kind}` : kind];
  if (required === true) words.push('required');
  if (usual !== undefined) words.push(`default ${usual}`);
  return [
    `| \`${name}\` | ${words.join(', ')} | ${cell(description)} |`,
    ...Object.entries(fields).flatMap(([field, each]) => parameterRows(`${name}.${field}`, each)),
  ];
}

function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

function withStop(sentence: string): string {
  return `${cell(sentence).replace(/\.$/, '')}.`;
}
