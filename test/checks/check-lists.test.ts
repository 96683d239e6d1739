import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';

import { deploymentChecks } from '../../src/checks/deployment-checks.ts';
import { endpointChecks } from '../../src/checks/endpoint-checks.ts';
import { scanChecks } from '../../src/checks/scan-checks.ts';
import { describeChecks } from '../../src/evaluate/describe-checks.ts';
import { checkDescriptionSchema } from '../../src/model/scan-report.ts';
import { findPolicy, standardPolicies } from '../../src/policy/policies.ts';
import { sourceFiles } from '../house/imports.ts';
import { repositoryPath } from '../repository-path.ts';

const all = [...endpointChecks, ...deploymentChecks, ...scanChecks];
const ids = new Set(all.map(({ id }) => id));

/** The table of the design, section 4, with `public-trust`, `issuer-purposes` what is known of keys and what policies of one's own demand, for whose sake see docs/decisions.md. */
const designed = [
  'name-match',
  'subject-name',
  'subject-name-ambiguous',
  'subject-alternative-names',
  'certificate-version',
  'extended-key-usage',
  'extended-key-usage-excess',
  'key-usage',
  'key-usage-excess',
  'web-server-template',
  'certificate-template',
  'exportable-key',
  'chain-trust',
  'public-trust',
  'chain-download',
  'validity-period',
  'expiry-margin',
  'certificate-lifetime',
  'chain-completeness',
  'chain-order',
  'unneeded-certificates',
  'issuer-outlived',
  'key-identifier-mismatch',
  'signature-algorithm',
  'signature-algorithm-deprecated',
  'key-type',
  'key-strength',
  'key-strength-margin',
  'known-weak-key',
  'wildcard-name',
  'internal-name',
  'revocation-pointers',
  'certificate-pointers',
  'revocation-status',
  'certificate-encoding',
  'certificate-profile',
  'issuer-purposes',
  'protocol-version',
  'key-exchange-strength',
  'secure-renegotiation',
  'handshake',
  'handshake-conformance',
  'hello-tolerance',
  'key-possession',
  'protocol-downgrade',
  'default-certificate',
  'clock-skew',
  'certificate-transparency',
  'client-certificate-request',
  'server-side-demands',
  'load-balancer-decryption',
  'interface-certificates',
  'array-consistency',
  'certificates-across-sites',
  'alias-addresses',
  'single-certificate',
  'mtls-coverage',
  'key-sharing',
  'tls-termination',
  'shared-key',
  'shared-prime',
];

test('every check of the design is there, and no other, in its order', () => {
  assert.deepEqual([...ids], designed);
});

test('every check can fail, except two whose answer no one can see', () => {
  assert.deepEqual(
    new Set(all.filter(({ faults }) => Object.keys(faults).length === 0).map(({ id }) => id)),
    new Set(['exportable-key', 'server-side-demands']),
  );
});

/** They judge demands that no role of the standard policies makes, so they belong to none of them. */
const ofOtherPolicies = [
  'certificate-template',
  'key-type',
  'certificate-pointers',
  'server-side-demands',
  'key-sharing',
  'tls-termination',
];

test('policy cwa-2007-r2 has every check but those that none of its roles demands, and no policy has one that does not exist', () => {
  assert.deepEqual(
    Object.keys(findPolicy('cwa-2007-r2').severities).toSorted(),
    designed.filter((id) => !ofOtherPolicies.includes(id)).toSorted(),
  );
  for (const policy of [...standardPolicies.values()]) {
    assert.deepEqual(
      Object.keys(policy.severities).filter((id) => !ids.has(id)),
      [],
    );
  }
});

test('every check stands in the file of its name, and every file that defines one is listed', () => {
  const folder = repositoryPath('src', 'checks');
  const defining = sourceFiles(folder)
    .filter((file) => /= define(Deployment|Scan)?Check\(/.test(readFileSync(`${folder}/${file}`, 'utf8')))
    .map((file) => basename(file));
  assert.deepEqual(defining.toSorted(), [...ids].map((id) => `${id}.ts`).toSorted());
});

test('every check says what it demands, why and where that stands, and of each fault what is wrong and what to do', () => {
  const descriptions = describeChecks();
  assert.deepEqual(Object.keys(descriptions), designed);
  for (const description of Object.values(descriptions)) {
    checkDescriptionSchema.parse(description);
    assert.doesNotMatch(description.title, /\.$/);
    assert.match(description.why, /\.$/);
    for (const [id, fault] of Object.entries(description.faults)) {
      assert.match(id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      assert.doesNotMatch(fault.title, /\.$/);
      assert.match(fault.why, /\.$/);
      assert.match(fault.remedy, /\.$/);
    }
  }
});
