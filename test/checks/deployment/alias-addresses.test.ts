import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { NameResolution } from '../../../src/model/deployment.ts';
import { deploymentFinding, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome } from '../finding.ts';

const found = (name: string, ...addresses: string[]): NameResolution => ({ name, addresses, failure: null });
const failed = (name: string, kind: 'not-found' | 'timeout'): NameResolution => ({
  name,
  addresses: [],
  failure: { stage: 'dns', kind, message: `${name}: no answer.` },
});
const base = found('im.contoso.com', '10.0.0.10', '10.0.0.11');
const judge = (nameResolutions: readonly NameResolution[], changes = {}) =>
  deploymentFinding('alias-addresses', { virtualServers: [virtualServerWith(changes)], nameResolutions });
const download = found('download.im.contoso.com', '10.0.0.10', '10.0.0.11');

test('passes where both resolve to the same addresses, in any order', () => {
  assertOutcome(judge([base, found('as.im.contoso.com', '10.0.0.11', '10.0.0.10'), download]), 'pass');
});

test('fails where one leads elsewhere, and says where', () => {
  const finding = judge([base, found('as.im.contoso.com', '10.9.9.9'), download]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'as.im.contoso.com resolves to 10.9.9.9');
  assert.equal(finding.fault, 'other-addresses');
  assert.match(
    finding.message,
    /^as\.im\.contoso\.com resolves to 10\.9\.9\.9, not to 10\.0\.0\.10 and 10\.0\.0\.11 like im\.contoso\.com\. .*Create as\.im\.contoso\.com as CNAME of im\.contoso\.com\.$/,
  );
});

test('fails where one has fewer addresses', () => {
  assertOutcome(judge([base, found('as.im.contoso.com', '10.0.0.10'), download]), 'fail');
});

test('fails where one does not exist', () => {
  const finding = judge([base, failed('as.im.contoso.com', 'not-found'), download]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'does-not-resolve');
  assert.match(finding.message, /^as\.im\.contoso\.com does not resolve\. /);
  const both = judge([base, found('as.im.contoso.com', '10.9.9.9'), failed('download.im.contoso.com', 'not-found')]);
  assert.equal(both.fault, 'does-not-resolve');
  assert.match(
    both.message,
    /^download\.im\.contoso\.com does not resolve\. as\.im\.contoso\.com resolves to 10\.9\.9\.9\. /,
  );
});

test('is undetermined where DNS did not answer, or the base name has no address', () => {
  assertOutcome(judge([base, failed('as.im.contoso.com', 'timeout'), download]), 'undetermined', 'not-resolved');
  assertOutcome(judge([base, download]), 'undetermined', 'not-resolved');
  assertOutcome(judge([failed('im.contoso.com', 'not-found')]), 'undetermined', 'not-resolved');
  assertOutcome(judge([]), 'undetermined', 'not-resolved');
});

test('does not apply to addresses and single labels', () => {
  assertOutcome(judge([], { host: '10.0.0.11' }), 'not-applicable', 'address');
  assertOutcome(judge([], { host: 'im' }), 'not-applicable', 'single-label');
});
