import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { startTlsProtocols } from '../../../src/model/vocabulary.ts';
import { startTlsPort } from '../../../src/targets/url-schemes.ts';
import { repositoryPath } from '../../repository-path.ts';

const page = readFileSync(repositoryPath('docs/starttls.md'), 'utf8');

test('docs/starttls.md has a row for each protocol, with its default port', () => {
  for (const protocol of startTlsProtocols) {
    const row = page.split('\n').find((line) => new RegExp(`^\\|[^|]*\`${protocol}\``).test(line));
    assert.match(row ?? '', new RegExp(`\\b${startTlsPort(protocol)}\\b`), protocol);
  }
});
