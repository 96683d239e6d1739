import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { certmuster } from './certmuster.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-lists-'));
after(() => rmSync(folder, { recursive: true }));

const list = (...lines: readonly object[]): string => {
  const path = join(folder, 'list.ndjson');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
};

test('the lines of an NDJSON list name policies that come with the program, each line its own', async () => {
  const path = list(
    { host: 'dc01.contoso.local', port: 636, policy: 'ad-ds', role: 'domain-controller' },
    { host: 'sql01.contoso.local', policy: 'sql-server', starttls: 'mssql' },
    { host: 'www.contoso.com' },
  );
  const { exitCode, stdout, stderr } = await certmuster(['expand', path, '--json']);
  assert.equal(exitCode, 0, stderr);
  const rows = JSON.parse(stdout) as readonly { policy: string; role: string; startTls?: string }[];
  assert.deepEqual(
    rows.map(({ policy, role, startTls }) => [policy, role, startTls]),
    [
      ['ad-ds', 'domain-controller', undefined],
      ['sql-server', 'instance', 'mssql'],
      ['tls-server', 'server', undefined],
    ],
  );
});

test('a policy that there is not is a problem of its line', async () => {
  const { exitCode, stderr } = await certmuster(['expand', list({ host: 'a.contoso.com', policy: 'rpd' })]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /line 1, policy: unknown policy "rpd"; did you mean rdp\?/);
});
