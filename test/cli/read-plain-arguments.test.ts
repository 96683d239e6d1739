import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Arguments, Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/command-list.ts';
import { parseWithYargs } from '../../src/cli/parse-with-yargs.ts';
import { readPlainArguments } from '../../src/cli/read-plain-arguments.ts';
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

test('what is read as plain, yargs reads the same way', async () => {
  const random = createRandom('plain arguments');
  let plain = 0;
  for (let round = 0; round < 600; round += 1) {
    const command = random.pick(commands);
    const words = randomWords(random, command);
    const args = readPlainArguments(words, command);
    if (args === undefined) continue;
    plain += 1;
    const line = await parseWithYargs([command.name, ...words], commands, 80);
    const said = JSON.stringify([command.name, ...words]);
    assert.ok(line.kind === 'run', said);
    assert.equal(line.command, command, said);
    assert.deepEqual(readable(args, command), readable(line.args, command), said);
  }
  assert.ok(plain > 100, `${plain} command lines were plain`);
});

test('an ordinary scan is plain', () => {
  const [scan] = commands.filter(({ name }) => name === 'scan');
  assert.ok(scan);
  const words = 'hosts.ndjson --trust root.pem --trust mozilla --format=ndjson --output out.ndjson --quiet'.split(' ');
  const args = readPlainArguments(words, scan);
  assert.deepEqual(args?.positionals, ['hosts.ndjson']);
  assert.deepEqual(args.list('trust'), ['root.pem', 'mozilla']);
  assert.equal(args.text('format'), 'ndjson');
  assert.equal(args.flag('quiet'), true);
  assert.equal(args.flag('prove-possession'), false);
});

for (const words of [
  '--help',
  '--trust',
  '--trsut x',
  '--format nonsense',
  '--timeout 1s --timeout 2s',
  '--quiet=yes',
]) {
  test(`scan ${words} is left to yargs, which has the words for it`, () => {
    const [scan] = commands.filter(({ name }) => name === 'scan');
    assert.ok(scan);
    assert.equal(readPlainArguments(['host:1', ...words.split(' ')], scan), undefined);
  });
}
