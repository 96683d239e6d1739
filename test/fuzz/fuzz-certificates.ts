import assert from 'node:assert/strict';
import { sign } from 'node:crypto';

import { presentKey } from '../../src/checks/keys/presented-key.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import { bits, explicit, integer, objectIdentifier, sequence, tagged } from '../pki/forge-der.ts';
import type { RoleDocument } from '../../src/model/role-document.ts';
import { readTrustAnchors } from '../../src/pki/trust/read-trust-anchors.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { policiesWith } from '../checks/role-of-own.ts';
import { contextWith } from '../evaluate/context.ts';
import { endpointWith, observationWith } from '../evaluate/observation.ts';
import { readTranscripts } from '../tls/transcripts.ts';
import { bytesOf, type FuzzTarget, textOf } from './fuzz-target.ts';
import { mutateDer, partsOf } from './mutate-der.ts';
import { mutateBytes } from './mutate-bytes.ts';
import type { Random } from './random.ts';
import { assertReport } from './report-invariants.ts';
import { makeSeededPki, now } from './seeded-certificates.ts';

/**
 * Chains with a changed certificate through decoding, path search and every check of both policies, and of one whose role demands all that a role can. Half of the changed
 * ones are signed anew, so that the search goes on behind the signature.
 */
export function fuzzCertificates(): FuzzTarget {
  const { root, intermediate, leaves } = makeSeededPki();
  const recorded = readTranscripts().map(({ chain }) => chain.map((der) => new Uint8Array(Buffer.from(der, 'hex'))));
  const chains = [
    ...leaves.map((leaf) => [leaf.der, intermediate.der, root.der]),
    ...recorded.filter((chain) => chain.length > 0),
  ];
  // A judge remembers what it judged: a fresh one now and then, as runs are.
  const context = contextWith([root.der], { now, policies: policiesWith({ node: everything }) });
  let judge = createJudge(context);
  let judged = 0;

  const change = (der: Uint8Array, random: Random): Uint8Array => {
    const changed = mutateDer(der, random);
    const parts = partsOf(changed);
    const [signed, algorithm] = parts;
    if (parts.length !== 3 || signed === undefined || algorithm === undefined || random.onceIn(2)) return changed;
    const { privateKey } = intermediate.key;
    return sequence(signed, algorithm, bits(sign(null, signed, privateKey)));
  };

  return {
    name: 'certificates',
    make: (random) => {
      const chain = [...random.pick(chains)];
      const at = random.onceIn(3) ? random.below(chain.length) : 0;
      chain[at] = change(chain[at] ?? new Uint8Array(), random);
      if (random.onceIn(10))
        chain.push(random.pick(random.pick(chains)), change(random.pick(random.pick(chains)), random));
      return [random.pick(Object.keys(roles)), ...chain];
    },
    judge: ([policy, ...rest]) => {
      const chain = rest.map(bytesOf);
      judged += 1;
      if (judged % 500 === 0) judge = createJudge(context);
      for (const der of chain) {
        const decoded = decodeCertificate(der);
        if (!decoded.ok) assert.ok(decoded.error.message.length > 0 && decoded.error.message.length < 500);
      }
      const policyId = Object.keys(roles).find((id) => id === textOf(policy)) ?? 'cwa-2007-r2';
      const role = roles[policyId] ?? 'virtual-server';
      const observation = observationWith(chain, { endpoint: endpointWith({ policy: policyId, role }) });
      const report = judge.evaluateEndpoint(observation);
      assertReport(report, observation, context);
      const leaf = decodeCertificate(chain[0] ?? new Uint8Array());
      const key = leaf.ok ? presentKey(report, leaf.value) : undefined;
      assert.ok(key === undefined || (key.key.length === 64 && key.names.join('').length <= 4_096));
      return `chain-trust ${report.findings.find(({ check }) => check === 'chain-trust')?.outcome}`;
    },
  };
}

/** A role of each policy. */
const roles: Readonly<Record<string, string>> = {
  'cwa-2007-r2': 'virtual-server',
  'tls-server': 'server',
  redis: 'node',
};

const everything: RoleDocument = {
  title: 'Everything',
  names: {
    required: { dns: ['${host}'], ip: ['10.0.0.11'], uri: ['spiffe://*/redis/*'], email: ['*@contoso.com'] },
    allowed: { dns: [], ip: [], uri: ['https://*'], email: [] },
    forbidden: { dns: ['*.local'], uri: ['*#*'] },
    wildcard: ['${host}'],
  },
  subject: { commonName: ['${host}', 'redis'] },
  extendedKeyUsage: { required: ['serverAuth', 'clientAuth'], oneOf: ['1.2.3', '1.2.4'], forbidden: ['codeSigning'] },
  keyUsage: { required: ['digitalSignature'], oneOf: ['keyAgreement', 'nonRepudiation'], allowed: [], absent: 'fail' },
  key: { types: ['ec', 'rsa'], curves: ['P-256'], minimumRsaBits: 3072 },
  signature: { allowed: ['sha256'] },
  lifetime: { minimumDays: 1, maximumDays: 90 },
  trust: { publiclyTrusted: 'required' },
  clientCertificate: { requested: 'forbidden' },
  template: { forbidden: ['WebServer'], required: ['1.2.3.4'] },
  pointers: { crl: 'required', ocsp: 'forbidden', issuer: 'required' },
  notVisible: [{ demand: 'The key is not exportable', verify: 'certutil -store -v My' }],
};

/** Trust files: PEM, DER and PKCS#7, changed. */
export function fuzzTrustFiles(): FuzzTarget {
  const { root, intermediate, leaves } = makeSeededPki();
  const all = [root, intermediate, ...leaves];
  const files = [
    Buffer.from(all.map(({ pem }) => pem).join('# a comment\n')),
    Buffer.from(root.pem.replaceAll('\n', '\r\n')),
    root.der,
    pkcs7(all.map(({ der }) => der)),
  ];
  return {
    name: 'trust files',
    make: (random) => {
      const file = random.pick(files);
      return [random.onceIn(2) ? mutateBytes(file, random) : mutateDer(file, random)];
    },
    judge: ([file]) => {
      const anchors = readTrustAnchors([{ path: 'roots.pem', bytes: bytesOf(file) }]);
      if (anchors.ok) assert.ok(anchors.value.anchors.length > 0, 'a file without anchors is refused');
      else for (const { message } of anchors.error) assert.ok(message.length > 0 && message.length < 1_000, message);
      return anchors.ok ? 'read' : 'refused';
    },
  };
}

/** RFC 2315: SignedData that holds nothing but certificates. */
function pkcs7(certificates: readonly Uint8Array[]): Uint8Array {
  const certificateSet = tagged(0xa0, ...certificates);
  const data = sequence(objectIdentifier('1.2.840.113549.1.7.1'));
  const signedData = sequence(integer(1), tagged(0x31), data, certificateSet, tagged(0x31));
  return sequence(objectIdentifier('1.2.840.113549.1.7.2'), explicit(0, signedData));
}
