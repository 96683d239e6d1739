import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Arguments, Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/command-list.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { createRandom, type Random } from '../fuzz/random.ts';

function readable({ positionals, list, text, flag }: Arguments, { options }: Command) {
  const values = Object.entries(options).map(([name, { kind }]) =>
    kind === 'flag' ? [name, flag(name)] : [name, list(name), text(name)],
  );
  return { positionals, values };
}

/** Words that parsers disagree about most. */
const oddWords = [
  '-',
  '--',
  'true',
  'false',
  '',
  '-5',
  '"x"',
  "'y'",
  '--no-quiet',
  '-q',
  '-w',
  '-w9:',
  '--help',
  'a=b',
];
const oddValues = [
  '0x10',
  '1e3',
  '007',
  'a b',
  'ä',
  'x=y',
  '--quiet',
  '-1',
  '"1"',
  "'",
  'true',
  'null',
  ' ',
  '@',
  'a,b',
];

function randomWords(random: Random, command: Command): readonly string[] {
  const names = Object.keys(command.options);
  return Array.from({ length: random.below(7) }, () => {
    if (random.onceIn(8)) return [random.pick(oddWords)];
    if (random.onceIn(3)) return [random.pick(['host:443', 'targets.json', 'https://im.contoso.com', ...oddValues])];
    const name = names.length === 0 ? 'none' : random.pick(names);
    const option = command.options[name];
    const spelt = option?.alias !== undefined && random.onceIn(2) ? `-${option.alias}` : `--${name}`;
    if (option?.kind === 'flag' && !random.onceIn(8)) return [spelt];
    const value = random.pick([...(option?.choices ?? ['10s', 'file.pem']), random.pick(oddValues)]);
    return random.onceIn(3) ? [`${spelt}=${value}`] : [spelt, value];
  }).flat();
}

const withFormat = commands.filter(({ options }) => 'format' in options);

test('a command line reads the same whether an option stands before the command or behind it', async () => {
  const random = createRandom('command lines');
  let understood = 0;
  for (let round = 0; round < 400; round += 1) {
    const command = random.pick(withFormat);
    const words = randomWords(random, command);
    // The first is read by a parser of this command alone, the second by the parser of all commands.
    const line = await parseCommandLine([command.name, '--format=json', ...words], commands, 80);
    if (line.kind !== 'run') continue;
    understood += 1;
    const other = await parseCommandLine(['--format=json', command.name, ...words], commands, 80);
    const said = JSON.stringify([command.name, ...words]);
    assert.ok(other.kind === 'run', said);
    assert.equal(other.command, command, said);
    assert.deepEqual(readable(other.args, command), readable(line.args, command), said);
  }
  assert.ok(understood > 100, `${understood} command lines were correct`);
});

test('an ordinary scan', async () => {
  const words = 'scan hosts.ndjson --trust root.pem --trust mozilla --format=ndjson --output out.ndjson --quiet'.split(
    ' ',
  );
  const line = await parseCommandLine(words, commands, 80);
  assert.ok(line.kind === 'run');
  const { args, command } = line;
  assert.equal(command.name, 'scan');
  assert.deepEqual(args.positionals, ['hosts.ndjson']);
  assert.deepEqual(args.list('trust'), ['root.pem', 'mozilla']);
  assert.equal(args.text('format'), 'ndjson');
  assert.equal(args.flag('quiet'), true);
  assert.equal(args.flag('prove-possession'), false);
});

test('help and completion are words like others behind a command', async () => {
  for (const word of ['help', 'completion']) {
    const line = await parseCommandLine(['scan', word], commands, 80);
    assert.ok(line.kind === 'run');
    assert.deepEqual(line.args.positionals, [word]);
  }
});

test('a lone dash and what follows two dashes are positionals', async () => {
  const line = await parseCommandLine(['verify', '-', '--', '--odd.pem', '-'], commands, 80);
  assert.ok(line.kind === 'run');
  assert.deepEqual(line.args.positionals, ['-', '--odd.pem', '-']);
});

for (const [words, message] of [
  ['--trust', /^--trust needs a value\./],
  ['--trsut x', /^Unknown option --trsut\. Did you mean --trust\?\n`certmuster scan --help`/],
  ['-o', /^-o needs a value\./],
  ['-Z', /^Unknown option -Z\.\n/],
  ['-3', /^Unknown option -3\.\n/],
  ['-46', /^Unknown option -46\.\n/],
  ['-7 x', /^Unknown option -7\.\n/],
  ['--Z', /^Unknown option --Z\.\n/],
  ['--format nonsense', /^--format cannot be "nonsense"; use table, json, /],
  ['--timeout 1s --timeout 2s', /^--timeout is given more than once/],
  ['--quiet=yes', /^--quiet takes no value/],
] as const) {
  test(`scan ${words} is refused in plain words`, async () => {
    const line = await parseCommandLine(['scan', 'host:1', ...words.split(' ')], commands, 80);
    assert.ok(line.kind === 'wrong');
    assert.match(line.message, message);
    assert.equal(line.command?.name, 'scan');
  });
}

for (const [command, argument] of [
  ['verify', 'FILE'],
  ['evaluate', 'DIR'],
  ['render', 'REPORT'],
  ['schema', 'DOCUMENT'],
] as const) {
  test(`${command} alone: what is missing is named`, async () => {
    const line = await parseCommandLine([command], commands, 80);
    assert.ok(line.kind === 'wrong');
    assert.equal(line.message, `${argument} is missing.\n\`certmuster ${command} --help\` lists the options.`);
  });
}

test('scan --help is text', async () => {
  const line = await parseCommandLine(['scan', 'host:1', '--help'], commands, 80);
  assert.ok(line.kind === 'text');
  assert.match(line.text, /^certmuster scan \[targets\.\.\]\n/);
});
