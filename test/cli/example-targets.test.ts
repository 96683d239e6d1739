import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parse } from 'yaml';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { repositoryPath } from '../repository-path.ts';
import { certmuster } from './certmuster.ts';

const examples = repositoryPath('docs/examples');
const ending = '.targets.yaml';
const names = readdirSync(examples).flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));

for (const name of names) {
  test(`the example targets file ${name} has an endpoint in every role that its policy dials`, async () => {
    const { stdout, stderr, exitCode } = await certmuster(['expand', `${name}${ending}`, '--json'], { cwd: examples });
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    const dialed = new Set((JSON.parse(stdout) as readonly { readonly role: string }[]).map(({ role }) => role));
    const { roles = {} } = readPolicy(name);
    for (const [id, role] of Object.entries(roles)) {
      if (role.dial !== undefined && role.abstract !== true) assert.ok(dialed.has(id), `no endpoint in the role ${id}`);
    }
  });
}

test('every built-in policy whose deployments declare parameters has an example targets file', () => {
  const documents = readdirSync(repositoryPath('src/policy/documents')).filter((file) => /^[^.]*\.yaml$/.test(file));
  const ids = documents.map((file) => file.slice(0, -'.yaml'.length));
  const declared = ids.filter((id) => readPolicy(id).parameters !== undefined);
  assert.deepEqual(
    declared.filter((id) => !names.includes(id)),
    [],
  );
});

function readPolicy(name: string): PolicyDocument {
  const [file = ''] = ['docs/examples', 'src/policy/documents']
    .map((folder) => repositoryPath(folder, `${name}.yaml`))
    .filter((path) => existsSync(path));
  return parse(readFileSync(file, 'utf8')) as PolicyDocument;
}
