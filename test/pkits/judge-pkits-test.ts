import type { PathProfile } from '../../src/model/vocabulary.ts';
import type { FindPath, PolicyInputs } from '../../src/pki/path/path.ts';
import { createCrlJudge } from '../../src/pki/revocation/create-crl-judge.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { decodeCrl } from '../../src/x509/revocation/decode-crl.ts';
import type { PkitsCorpus, PkitsSettings, PkitsTest } from './pkits-corpus.ts';

/** What certmuster says of a test, and why. */
export interface PkitsAnswer {
  readonly valid: boolean;
  readonly reason: string;
}

export interface PkitsJudge {
  readonly findPath: FindPath;
  readonly profile: PathProfile;
}

/** Judges a test by its certificates and CRLs: a path whose revocation is settled for every certificate below the anchor. */
export function judgePkitsTest(
  { certificates, crls, settings }: PkitsTest,
  corpus: PkitsCorpus,
  { findPath, profile }: PkitsJudge,
): PkitsAnswer {
  const [anchorDer, ...ders] = certificates.map((name) => bytesOf(corpus.certificates, name));
  const decoded = ders.map(decodeCertificate);
  const leaf = decoded.at(-1);
  if (anchorDer === undefined || leaf === undefined) throw new Error('a test needs an anchor and a leaf');
  if (!leaf.ok) return { valid: false, reason: `undecodable leaf: ${leaf.error.message}` };
  const store = createTrustStore({ name: 'PKITS', source: 'corpus', date: null, anchors: [anchorDer] });
  if (!store.ok) throw new Error(store.error.message);
  const candidates = decoded.flatMap((each) => (each.ok ? [each.value] : []));
  const lists = crls.map((name) => decodeCrl(bytesOf(corpus.crls, name))).flatMap((crl) => (crl.ok ? [crl.value] : []));
  const found = findPath({
    leaf: leaf.value,
    candidates,
    store: store.value,
    at: new Date(corpus.validationTime),
    profile,
    purpose: undefined,
    host: undefined,
    policies: policyInputs(settings),
    judgeRevocation: createCrlJudge({ crls: lists, profile, demand: 'settled', signers: { findPath, candidates } }),
  });
  return found.ok
    ? { valid: true, reason: 'a path was found' }
    : { valid: false, reason: `${found.error.kind}: ${found.error.message}` };
}

const namedPolicies: Readonly<Record<string, string>> = {
  anyPolicy: '2.5.29.32.0',
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`NIST-test-policy-${index + 1}`, `2.16.840.1.101.3.2.1.48.${index + 1}`]),
  ),
};

function policyInputs({ initial, explicit, mapinh, anyinh }: PkitsSettings): PolicyInputs {
  return {
    acceptable: initial?.[0]?.replaceAll('"', '').split(',').map(oidOf),
    requireExplicit: explicit?.[0] === 'true',
    inhibitMapping: mapinh?.[0] === 'true',
    inhibitAny: anyinh?.[0] === 'true',
  };
}

function oidOf(name: string): string {
  const oid = namedPolicies[name.trim()];
  if (oid === undefined) throw new Error(`PKITS has no policy named ${name}`);
  return oid;
}

function bytesOf(files: Readonly<Record<string, string>>, name: string): Uint8Array {
  const text = files[name];
  if (text === undefined) throw new Error(`the corpus lacks ${name}`);
  return new Uint8Array(Buffer.from(text, 'base64'));
}
