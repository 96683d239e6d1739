import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { repositoryPath } from '../repository-path.ts';
import { writeFixtureKeys, writeLanguage } from './write-language.ts';

/** What stands between marks of these names: tables from a JSON Schema. */
const tables = { language: ['policy', writeLanguage], fixtures: ['fixtures', writeFixtureKeys] } as const;
const marks = /(<!-- (language|fixtures) -->\n).*?(<!-- end of \2 -->)/gs;

/** Code blocks of files under docs/examples: the line before them says which. */
const files = /(<!-- file: (\S+) -->\n```yaml\n).*?(```)/gs;

/** Code blocks of commands, run in docs/examples. `first=N` in the first line keeps N lines of what each prints. */
const transcripts = /(```console(?: first=(\d+))?\n)(.*?)(```)/gs;

/**
 * docs/policies.md, with what in it comes from elsewhere written anew: the tables of keys from the schemas of policies and fixtures,
 * the examples from docs/examples, and what each command prints.
 */
export function writePoliciesPage(): string {
  return readFileSync(repositoryPath('docs/policies.md'), 'utf8')
    .replace(marks, (_, start: string, name: keyof typeof tables, end: string) => {
      const [schema, write] = tables[name];
      return `${start}\n${write(run(['schema', schema]))}\n${end}`;
    })
    .replace(files, (_, start: string, name: string, end: string) => {
      return `${start}${readFileSync(repositoryPath('docs/examples', name), 'utf8')}${end}`;
    })
    .replace(transcripts, (_, start: string, first: string | undefined, body: string, end: string) => {
      const commands = body.split('\n').filter((line) => line.startsWith('$ '));
      const texts = commands.map((line) => `${line}\n${shorten(answer(line), first)}`);
      return `${start}${texts.join('')}${end}`;
    });
}

function answer(line: string): string {
  const [program, ...args] = line.slice(2).split(' ');
  if (program !== 'certmuster') throw new Error(`docs/policies.md: only certmuster is run, not "${line}"`);
  // Where an installed copy would be.
  return run(args).replaceAll(repositoryPath('dist'), '/usr/lib/node_modules/certmuster/dist');
}

/** What a command prints, on both streams. Exit code 1 stands for findings; more would be a wrong command on the page. */
function run(args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [repositoryPath('bin/certmuster.js'), ...args], {
    cwd: repositoryPath('docs/examples'),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0 && status !== 1) throw new Error(`docs/policies.md: certmuster ${args.join(' ')}: ${stderr}`);
  return stdout + stderr;
}

function shorten(text: string, first: string | undefined): string {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
  const kept = lines.slice(0, Number(first ?? lines.length));
  return `${[...kept, ...(kept.length < lines.length ? ['…'] : [])].join('\n')}\n`;
}
