import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parse } from 'yaml';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { repositoryPath } from '../repository-path.ts';
import { certmuster } from './certmuster.ts';

const examples = repositoryPath('docs/examples');
const ending = '.targets.yaml';
const names = readdirSync(examples).flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));

for (const name of names) {
  test(`the example targets file ${name} is right, and dials endpoints of its policy`, async () => {
    const { stdout, stderr, exitCode } = await certmuster(['expand', `${name}${ending}`, '--json'], { cwd: examples });
    assert.equal(stderr, '');
    assert.equal(exitCode, 0);
    const endpoints = JSON.parse(stdout) as readonly { readonly policy: string; readonly deployment: string | null }[];
    assert.ok(endpoints.some(({ policy, deployment }) => deployment !== null && policy === name));
  });
}

test('every built-in policy whose deployments declare parameters has an example targets file', () => {
  const documents = readdirSync(repositoryPath('src/policy/documents')).filter((file) => /^[^.]+\.yaml$/.test(file));
  const ids = documents.map((file) => file.slice(0, -'.yaml'.length));
  const declared = ids.filter((id) => readPolicy(id).parameters !== undefined);
  assert.deepEqual(
    declared.filter((id) => !names.includes(id)),
    [],
  );
});

function readPolicy(id: string): PolicyDocument {
  return parse(readFileSync(repositoryPath(`src/policy/documents/${id}.yaml`), 'utf8')) as PolicyDocument;
}
