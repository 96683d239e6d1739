import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { createJudge } from '../../../src/evaluate/create-judge.ts';
import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import { clientAuth } from '../../forge/certificate-profile.ts';
import { readLimboCorpus } from '../../limbo/limbo-corpus.ts';
import { plainServer } from '../../checks/finding.ts';
import { limboCorpus, pkitsCorpus } from '../../corpora.ts';
import { contextWith } from '../context.ts';
import { type Contoso, createContoso } from '../contoso.ts';
import { endpointWith, now, observationWith } from '../observation.ts';
import { findContradictions } from './find-contradictions.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso();
});

function judge(chain: readonly Uint8Array[], anchors: readonly Uint8Array[], more: Judged = {}): EndpointReport {
  const { endpoint = {}, publicAnchors = [], at = now } = more;
  const context = contextWith(anchors, { publicAnchors, now: at });
  return createJudge(context).evaluateEndpoint(observationWith(chain, { endpoint: endpointWith(endpoint) }));
}

interface Judged {
  readonly endpoint?: Parameters<typeof endpointWith>[0];
  readonly publicAnchors?: readonly Uint8Array[];
  readonly at?: Date;
}

test('no report of the corpus contradicts itself, with its anchors as private and as public ones', {
  skip: limboCorpus.skip,
}, () => {
  const problems = readLimboCorpus(limboCorpus.path).flatMap((each) => {
    const anchors = each.trusted_certs.map(derOf);
    const host = each.expected_peer_name?.kind === 'DNS' ? each.expected_peer_name.value : 'example.com';
    const chain = [each.peer_certificate, ...each.untrusted_intermediates].map(derOf);
    const at = each.validation_time === null ? new Date() : new Date(each.validation_time);
    const endpoint = { ...plainServer, host, serverName: host };
    return [[], anchors].flatMap((publicAnchors) => {
      try {
        return findContradictions(judge(chain, anchors, { endpoint, publicAnchors, at })).map(
          (found) => `${each.id} ${found}`,
        );
      } catch (error) {
        // An anchor that cannot be decoded is refused before anything is judged.
        return error instanceof Error && /trust store/.test(error.message) ? [] : [`${each.id} ${String(error)}`];
      }
    });
  });
  assert.deepEqual(problems, []);
});

test('no report of PKITS contradicts itself', { skip: pkitsCorpus.skip }, () => {
  const { validationTime, certificates, tests } = JSON.parse(
    gunzipSync(readFileSync(pkitsCorpus.path)).toString('utf8'),
  ) as Pkits;
  assert.ok(tests.length > 200);
  const problems = tests.flatMap(({ number, certificates: names }) => {
    const [anchor, ...others] = names.map((name) => new Uint8Array(Buffer.from(certificates[name] ?? '', 'base64')));
    assert.ok(anchor !== undefined);
    return [[], [anchor]].flatMap((publicAnchors) => {
      const report = judge(others.toReversed(), [anchor], { publicAnchors, at: new Date(validationTime) });
      return findContradictions(report).map((found) => `${number} ${found}`);
    });
  });
  assert.deepEqual(problems, []);
});

interface Pkits {
  readonly validationTime: string;
  readonly certificates: Readonly<Record<string, string>>;
  readonly tests: readonly { readonly number: string; readonly certificates: readonly string[] }[];
}

test('no report of a planted fault contradicts itself, under either policy', () => {
  const day = 86_400_000;
  const changes = [
    {},
    { notAfter: new Date(now.getTime() - day) },
    { notBefore: new Date(now.getTime() + day) },
    { extendedKeyUsage: [clientAuth] },
    { extendedKeyUsage: [] },
    { keyUsage: ['digitalSignature'] as const },
    { signatureAlgorithm: 'sha1' as const },
    { version: 1 as const },
    { templateName: 'WebServer' },
    { serialNumber: new Uint8Array([0]) },
  ];
  const { root, intermediate } = contoso.authority;
  const problems = changes.flatMap((change) => {
    const leaf = contoso.leaf(change).der;
    const chains = [[leaf], [leaf, intermediate.der], [leaf, intermediate.der, root.der], [leaf, root.der]];
    return chains.flatMap((chain) =>
      [[root.der], [intermediate.der], [leaf], []].flatMap((anchors) =>
        [{}, plainServer].flatMap((endpoint) =>
          [[], [root.der]].flatMap((publicAnchors) =>
            findContradictions(judge(chain, anchors, { endpoint, publicAnchors })).map(
              (found) => `${JSON.stringify(change)} ${found}`,
            ),
          ),
        ),
      ),
    );
  });
  assert.deepEqual(problems, []);
});

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}
