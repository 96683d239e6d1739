import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { readCommandTables } from './command-tables.ts';
import { tellsOf } from './tells-of.ts';

const header = '| Wanted | theirs | ours | Difference |\n|---|---|---|---|\n';

test('a pipe within a command is written with a backslash, and read without', () => {
  const row = { wanted: 'a list', theirs: 'a | b', ours: 'c | d --e', difference: 'none' };
  assert.deepEqual(readCommandTables(`${header}| a list | \`a \\| b\` | \`c \\| d --e\` | none |\n`), [row]);
});

test('tables with another first column are no command lines', () => {
  assert.deepEqual(readCommandTables('| For | Use |\n|---|---|\n| a | `b` |\n'), []);
});

for (const row of [
  '| a | b | `c` | d |',
  '| a | `b` and `c` | `d` | e |',
  '| a | `b` | `c` | |',
  '| a | `b` | `c` |',
]) {
  test(`a row that is not two commands between two texts is refused: ${row}`, () => {
    assert.throws(() => readCommandTables(`${header}${row}\n`), /not a row of four cells|one code span/);
  });
}

test('a parser of GitHub Flavored Markdown reads the same commands from docs/coming-from.md', () => {
  const page = repositoryPath('docs/coming-from.md');
  const html = execFileSync('cmark-gfm', ['-e', 'table', page], { encoding: 'utf8' });
  const cells = [...html.matchAll(/<td><code>([^<]*)<\/code><\/td>/g)].map(([, code = '']) => code);
  const unescaped = cells.map((code) =>
    code.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );
  const rows = readCommandTables(readFileSync(page, 'utf8'));
  assert.deepEqual(
    rows.flatMap(({ theirs, ours }) => [theirs, ours]),
    unescaped.slice(0, rows.length * 2),
  );
});

const marks = {
  sha256: 'ab'.repeat(32),
  sha1: 'cd'.repeat(20),
  pem: '-----BEGIN-----\nMIIC\nAAAA\n',
  notAfter: 'Jan 30 06:18:19 2027 GMT',
};

for (const output of [
  `sha256 ${'AB:'.repeat(31)}AB`,
  `SHA-1: ${'cdcd '.repeat(10)}`,
  `x\n${marks.pem}y`,
  `expire date: ${marks.notAfter}`,
]) {
  test(`what a tool prints of a certificate is recognised: ${JSON.stringify(output.slice(0, 30))}`, () => {
    assert.equal(tellsOf(output, marks), true);
    assert.equal(
      tellsOf(output, {
        sha256: 'e'.repeat(64),
        sha1: 'f'.repeat(40),
        pem: 'MIIX',
        notAfter: 'Jan 30 06:18:20 2027 GMT',
      }),
      false,
    );
  });
}
