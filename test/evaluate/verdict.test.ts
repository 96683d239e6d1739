import assert from 'node:assert/strict';
import { test } from 'node:test';

import { verdictOf } from '../../src/evaluate/verdict.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { Severity } from '../../src/model/vocabulary.ts';
import { causeOf, waiver } from './causes/cause.ts';

const counted = (severity: Severity): Cause => causeOf('1', { severity });
const waived = (severity: Severity): Cause => causeOf('1', { severity, waiver });

test('the worst cause decides', () => {
  assert.equal(verdictOf([]), 'pass');
  assert.equal(verdictOf([counted('info')]), 'pass');
  assert.equal(verdictOf([counted('info'), counted('warning')]), 'warn');
  assert.equal(verdictOf([counted('warning'), counted('error')]), 'fail');
  assert.equal(verdictOf([counted('critical')]), 'fail');
});

test('a waived cause neither warns nor fails, and is never a pass', () => {
  assert.equal(verdictOf([waived('critical')]), 'waived');
  assert.equal(verdictOf([waived('warning'), counted('info')]), 'waived');
  assert.equal(verdictOf([waived('critical'), counted('warning')]), 'warn');
  assert.equal(verdictOf([waived('warning'), counted('error')]), 'fail');
});

test('waived information changes nothing: it would not have counted', () => {
  assert.equal(verdictOf([waived('info')]), 'pass');
});
