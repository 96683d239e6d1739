import assert from 'node:assert/strict';

import { evaluateSaved, findMissingStores, readSavedStores } from '../../src/audit/evaluate-saved.ts';
import { findMissingPolicy, readSavedPolicies } from '../../src/audit/saved-policies.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { decodeObservation, decodeRun, encodeObservation, encodeRun } from '../../src/model/saved-documents.ts';
import type { SavedRun } from '../../src/model/saved-run.ts';
import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { countAdHoc, expandAdHoc } from '../../src/targets/expand-ad-hoc.ts';
import { maxPlacesOfTarget } from '../../src/targets/host-range.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { createListReader } from '../../src/targets/parse-target-list.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { environment } from '../audit/auditing.ts';
import { endpointWith, handshakeWith, observationWith } from '../evaluate/observation.ts';
import { sectionSeven } from '../targets/section-seven.ts';
import { type FuzzTarget, textOf } from './fuzz-target.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-json.ts';
import { assertReport } from './report-invariants.ts';
import { makeSeededPki, now } from './seeded-certificates.ts';

/** Targets files in which anything may stand anywhere. */
export function fuzzTargetsFiles(): FuzzTarget {
  const rich = {
    ...sectionSeven,
    deployments: sectionSeven.deployments.map((deployment) => ({
      ...deployment,
      policyOverrides: { severity: { 'key-usage': 'warning' }, thresholds: { expiryMarginDays: 14 } },
      fetch: { issuers: true, crl: true, ocsp: false, allow: ['10.0.0.0/8', 'pki.contoso.com'] },
      waivers: [
        { check: 'key-usage', role: 'mtls', by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' },
        { check: 'array-consistency', by: 'A. Datum', reason: 'rollover', until: '2027-01-31' },
      ],
    })),
  };
  return {
    name: 'targets files',
    make: (random) => [JSON.stringify(mutateJson(random.onceIn(2) ? rich : sectionSeven, random))],
    judge: (input) => {
      const parsed = parseTargets(JSON.parse(textOf(input[0])), standardPolicies, waivableChecks());
      if (!parsed.ok) {
        assert.ok(parsed.error.length > 0);
        for (const { message } of parsed.error) assert.ok(message.length > 0 && message.length < 2_000, message);
        return 'refused';
      }
      const { endpoints } = expandTargets(parsed.value, standardPolicies);
      assert.equal(new Set(endpoints.map(({ id }) => id)).size, endpoints.length, 'ids are unique');
      for (const { port, host } of endpoints) assert.ok(port > 0 && port < 65_536 && host.length > 0);
      return 'expanded';
    },
  };
}

/** Lists: a target a line, as words and as JSON. */
export function fuzzTargetLists(): FuzzTarget {
  const lines = [
    'im.contoso.com:443',
    'https://im.contoso.com',
    '[2001:db8::1]:8443 # a comment',
    '{"host":"www.contoso.com","port":443,"address":"192.0.2.7","role":"server","policy":"tls-server","trust":["mozilla"]}',
    'https://im.contoso.com:4443/',
  ];
  return {
    name: 'target lists',
    make: (random) => {
      const line = random.pick(lines);
      if (line.startsWith('{') && random.onceIn(2)) return [JSON.stringify(mutateJson(JSON.parse(line), random))];
      return [Buffer.from(mutateBytes(Buffer.from(line), random)).toString('utf8')];
    },
    judge: async (input) => {
      const context = {
        choice: { role: undefined, policy: undefined },
        policies: standardPolicies,
        stores: ['mozilla'],
      };
      const entry = createListReader('list', context)(textOf(input[0]));
      if (entry === undefined) return 'blank';
      if (!entry.result.ok) {
        for (const { message } of entry.result.error) assert.ok(message.length > 0 && message.length < 2_000);
        return 'refused';
      }
      const size = countAdHoc(entry.result.value);
      assert.ok(size > 0 && size <= maxPlacesOfTarget);
      const [first] = expandAdHoc(entry.result.value);
      assert.ok(first !== undefined);
      return 'expanded';
    },
  };
}

/** Saved runs and observations, changed, through `evaluate`. */
export function fuzzObservations(): FuzzTarget {
  const { root, intermediate, leaves } = makeSeededPki();
  const presented = leaves.map((leaf) => [leaf.der, intermediate.der]);
  const observations: readonly EndpointObservation[] = [
    ...presented.map((chain) => observationWith(chain)),
    observationWith([], { failure: { stage: 'tls', kind: 'timeout', message: 'Nothing came.' }, handshake: null }),
    observationWith(presented[0] ?? [], {
      handshake: handshakeWith({
        protocol: 'TLSv1.0',
        serverTimeSeconds: 1,
        downgradeSentinel: 'TLSv1.2',
        warningAlerts: ['unrecognized_name'],
        certificateRequest: {
          certificateTypes: [1],
          signatureSchemes: [],
          authorities: [root.subject],
          authoritiesBytes: 60,
        },
        staples: [{ certificateIndex: 0, response: Uint8Array.of(0x30, 0) }],
      }),
      endpoint: endpointWith({ role: 'mtls', host: 'cwa01.contoso.local' }),
    }),
  ];
  const run: SavedRun = {
    schemaVersion: '1.0',
    tool: { name: 'certmuster', version: '0.1.0' },
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    asOf: now.toISOString(),
    complete: true,
    inputs: [],
    options: {},
    failOn: 'error',
    deployments: [],
    trustStores: [{ name: 'contoso', source: 'fuzz', date: null, anchors: [root.der] }],
    nameResolutions: [],
  };
  const encoded = observations.map(encodeObservation);
  const encodedRun = encodeRun(run);
  return {
    name: 'observations',
    make: (random) => {
      const mutated = random.onceIn(4) ? mutateJson(encodedRun, random) : encodedRun;
      return [JSON.stringify(mutated), JSON.stringify(mutateJson(random.pick(encoded), random))];
    },
    judge: async (input) => {
      const read = decodeRun(JSON.parse(textOf(input[0])));
      const observation = decodeObservation(JSON.parse(textOf(input[1])));
      if (!read.ok || !observation.ok) {
        const problems = [...(read.ok ? [] : read.error), ...(observation.ok ? [] : observation.error)];
        for (const { message } of problems) assert.ok(message.length > 0 && message.length < 2_000, message);
        return 'refused';
      }
      if (!readSavedStores(read.value).ok) return 'refused';
      if (findMissingStores(observation.value, read.value).length > 0) return 'refused';
      const policies = readSavedPolicies(read.value);
      if (!policies.ok || findMissingPolicy(observation.value, policies.value) !== undefined) return 'refused';
      const options = { at: undefined, failOn: 'error' as const };
      for await (const event of evaluateSaved(read.value, [observation.value], options, environment())) {
        if (event.kind === 'endpoint') {
          assertReport(event.report, event.observation, { now: new Date(read.value.asOf) });
          continue;
        }
        // An observation may itself say that we broke when it was made, and then the run says so too.
        if (observation.value.failure?.kind !== 'internal-error') assert.notEqual(event.exitCode, 4);
      }
      return 'judged';
    },
  };
}
