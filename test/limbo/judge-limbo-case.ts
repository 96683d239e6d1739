import type { PathProfile } from '../../src/model/vocabulary.ts';
import { matchName } from '../../src/pki/names/compare-names.ts';
import type { FindPath } from '../../src/pki/path/path.ts';
import { createCrlJudge } from '../../src/pki/revocation/create-crl-judge.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { decodeCrl } from '../../src/x509/revocation/decode-crl.ts';
import type { LimboCase, LimboName } from './limbo-corpus.ts';

/** What certmuster says of a case, and why. */
export interface LimboAnswer {
  readonly result: 'SUCCESS' | 'FAILURE';
  readonly reason: string;
}

const purposes: Readonly<Record<string, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};

export interface LimboJudge {
  readonly findPath: FindPath;
  readonly profile: PathProfile;
  /** For cases without a time of their own. */
  readonly now: Date;
}

/** Judges a case by its content alone: a path under the profile, then each expected name on the leaf. */
export function judgeLimboCase(testcase: LimboCase, { findPath, profile, now }: LimboJudge): LimboAnswer {
  const leaf = decodePem(testcase.peer_certificate);
  if (typeof leaf === 'string') return failure(leaf);
  const store = createTrustStore({
    name: 'trusted_certs',
    source: testcase.id,
    date: null,
    anchors: testcase.trusted_certs.map(derOfPem),
  });
  if (!store.ok) return failure(store.error.message);
  const at = testcase.validation_time === null ? now : new Date(testcase.validation_time);
  const crls = testcase.crls.map((pem) => decodeCrl(derOfPem(pem)));
  const unreadable = crls.find((crl) => !crl.ok);
  if (unreadable?.ok === false) return failure(`undecodable CRL: ${unreadable.error.message}`);
  const found = findPath({
    leaf,
    candidates: testcase.untrusted_intermediates
      .map(decodePem)
      .filter((certificate) => typeof certificate !== 'string'),
    store: store.value,
    at,
    profile,
    judgeRevocation: createCrlJudge({ crls: crls.flatMap((crl) => (crl.ok ? [crl.value] : [])), profile }),
    purpose: purposeOf(testcase),
    host: testcase.expected_peer_name?.kind === 'RFC822' ? undefined : testcase.expected_peer_name?.value,
    ...(testcase.max_chain_depth === null ? {} : { maximumIntermediates: testcase.max_chain_depth }),
  });
  if (!found.ok) return failure(`${found.error.kind}: ${found.error.message}`);
  const names = [
    ...testcase.expected_peer_names,
    ...(testcase.expected_peer_name === null ? [] : [testcase.expected_peer_name]),
  ];
  const missing = names.map((name) => mismatch(leaf, name)).find((reason) => reason !== undefined);
  return missing === undefined ? { result: 'SUCCESS', reason: 'a path was found' } : failure(`name: ${missing}`);
}

function purposeOf({ validation_kind, extended_key_usage }: LimboCase): string | undefined {
  const [asked = validation_kind === 'SERVER' ? 'serverAuth' : 'clientAuth'] = extended_key_usage;
  return purposes[asked];
}

/** Why a name is not on the leaf; mailboxes, which no TLS server has, are looked up as they stand. */
function mismatch(leaf: Certificate, { kind, value }: LimboName): string | undefined {
  if (kind !== 'RFC822') {
    const match = matchName('rfc9525', leaf, value);
    return match.matches ? undefined : match.reason;
  }
  const names = leaf.extensions.subjectAlternativeName;
  const isThere = names?.ok === true && names.value.some((name) => name.kind === 'email' && name.text === value);
  return isThere ? undefined : `${value} is not among the names`;
}

function failure(reason: string): LimboAnswer {
  return { result: 'FAILURE', reason };
}

function derOfPem(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}

function decodePem(pem: string): Certificate | string {
  const decoded = decodeCertificate(derOfPem(pem));
  return decoded.ok ? decoded.value : `undecodable: ${decoded.error.message}`;
}
