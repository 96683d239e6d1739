import type { Certificate } from '../../x509/certificate.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import type { FindPath, JudgeRevocation } from '../path/path.ts';
import { createTrustStore } from '../trust/trust-store.ts';
import { checkCrls } from './check-crls.ts';
import { type CheckCrlSignature, createCrlSignatureChecker } from './crl-defects.ts';
import { type FindCrlSigners, maximumSigners } from './crl-signer.ts';

export interface SignerQuestion {
  readonly findPath: FindPath;
  /** Certificates that may be signers or lie on their paths. */
  readonly candidates: readonly Certificate[];
  /** The end of the path whose revocation is judged, of which the signers' paths have to end too (RFC 5280 §6.3.3 f). */
  readonly anchor: Certificate;
  readonly crls: readonly CertificateRevocationList[];
  readonly at: Date;
  readonly checkSignature?: CheckCrlSignature;
}

/**
 * Signers within signers: the CRL of a signer may be signed by yet another key of its CA. One step is what a renewed key takes; the
 * bound ends circles, in which each of two keys vouches for the other.
 */
const maximumDepth = 2;

/**
 * Finds the certificates that sign CRLs below an anchor: each has a path to it on which nothing is revoked as far as the CRLs at
 * hand show. A signer without a CRL of its own is accepted; no purpose is asked of it, since signing CRLs has none.
 */
export function createSignerFinder(question: SignerQuestion, depth = 0): FindCrlSigners {
  const { findPath, candidates, anchor, at } = question;
  const store = createTrustStore({ name: 'the same root', source: '', date: null, anchors: [anchor.der] });
  if (!store.ok || depth === maximumDepth) return () => [];
  const judgeRevocation = revokedOnly(question, depth);
  const known = new Map<string, readonly Certificate[]>();
  const find = (subject: Certificate['subject']): readonly Certificate[] =>
    [anchor, ...candidates]
      .filter((each) => namesEqual(each.subject, subject))
      .slice(0, maximumSigners)
      .filter(
        (leaf) =>
          findPath({
            leaf,
            candidates,
            store: store.value,
            at,
            profile: 'rfc5280',
            purpose: undefined,
            host: undefined,
            judgeRevocation,
          }).ok,
      );
  return (subject) => {
    const found = known.get(subject.key) ?? find(subject);
    known.set(subject.key, found);
    return found;
  };
}

/** Refuses a path on which a certificate is revoked. */
function revokedOnly(question: SignerQuestion, depth: number): JudgeRevocation {
  const { crls, checkSignature = createCrlSignatureChecker() } = question;
  return (path, at) => {
    const findSigners = createSignerFinder({ ...question, checkSignature }, depth + 1);
    for (const [index, certificate] of path.entries()) {
      const issuer = path[index + 1];
      if (issuer === undefined) break;
      const answers = checkCrls({ crls, certificate, issuer, at, profile: 'rfc5280', findSigners, checkSignature });
      const revoked = answers.find(({ kind }) => kind === 'revoked');
      if (revoked !== undefined) return { message: revoked.message, certificate };
    }
    return undefined;
  };
}
