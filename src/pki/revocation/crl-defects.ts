import type { PathProfile } from '../../model/vocabulary.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateRevocationList, CrlExtensions } from '../../x509/revocation/crl.ts';
import { crlExtensionDecoders } from '../../x509/revocation/decode-crl-extensions.ts';
import { verifySignature } from '../../x509/keys/verify-signature.ts';
import type { VerifyWithin } from '../work/meter.ts';
import { equalBytes } from '../../model/equal-bytes.ts';
import { nameOf } from '../name-of.ts';
import { isDelta } from './delta-crl.ts';
import { CLOCK_TOLERANCE_MS, type RevocationAnswer, type RevocationDefect } from './revocation-answer.ts';

type Defect = Extract<RevocationAnswer, { kind: 'defective' }>;

/** What makes a CRL useless, dates and signature excepted: its extensions, its form. */
export function findCrlDefect(crl: CertificateRevocationList, profile: PathProfile): Defect | undefined {
  return findExtensionDefect(crl) ?? findStrictDefect(crl, profile);
}

/** Whether the CRL is not current. Both dates are inclusive; thisUpdate has a tolerance for a clock that is behind. */
export function findCrlTimeDefect(crl: CertificateRevocationList, at: Date): Defect | undefined {
  const { thisUpdate, nextUpdate } = crl;
  const what = isDelta(crl) ? 'delta CRL' : 'CRL';
  if (thisUpdate.getTime() > at.getTime() + CLOCK_TOLERANCE_MS) {
    return defect('not-yet-valid', `The thisUpdate of the ${what}, ${thisUpdate.toISOString()}, is in the future.`);
  }
  if (nextUpdate === undefined) {
    return defect('profile-violation', `The ${what} has no nextUpdate, so it cannot be shown to be current.`);
  }
  if (nextUpdate.getTime() < at.getTime()) {
    return defect('expired', `The ${what} has expired: its nextUpdate was ${nextUpdate.toISOString()}.`);
  }
  return undefined;
}

/** RFC 5280 §5.2: critical extensions have to be understood, and two extensions must not be critical. */
function findExtensionDefect(crl: CertificateRevocationList): Defect | undefined {
  for (const [name, decoded] of Object.entries(crl.extensions) as [
    keyof CrlExtensions,
    { ok: boolean } | undefined,
  ][]) {
    if (decoded?.ok === false) return defect('malformed-extension', `The extension ${name} of the CRL is malformed.`);
  }
  const known = new Set<string>(Object.values(crlExtensionDecoders).map(({ oid }) => oid));
  const unknown = crl.rawExtensions.find(({ oid, critical }) => critical && !known.has(oid));
  if (unknown !== undefined) {
    return defect('unhandled-critical-extension', `The CRL has the unknown critical extension ${unknown.oid}.`);
  }
  const [inEntry] = crl.revoked.unhandledCriticalExtensions;
  if (inEntry !== undefined) {
    return defect('unhandled-critical-extension', `An entry of the CRL has the unknown critical extension ${inEntry}.`);
  }
  const wronglyCritical = crl.rawExtensions.find(({ oid, critical }) => critical && neverCritical.includes(oid));
  if (wronglyCritical !== undefined) {
    return defect('profile-violation', `The extension ${wronglyCritical.oid} of the CRL must not be critical.`);
  }
  const point = crl.extensions.issuingDistributionPoint;
  if (point?.ok === true && point.value.onlyContainsUserCertificates && point.value.onlyContainsCaCertificates) {
    return defect(
      'malformed-extension',
      'The CRL claims to cover only end entities and only CAs, which excludes every certificate.',
    );
  }
  return undefined;
}

/** cRLNumber (RFC 5280 §5.2.3) and freshestCRL (§5.2.6). */
const neverCritical: readonly string[] = [crlExtensionDecoders.crlNumber.oid, crlExtensionDecoders.freshestCrl.oid];

/** What RFC 5280 §5.1.2.1, §5.2.1, §5.2.3, §5.2.4 and §5.2.5 demand of issuers although no relying party needs it. */
function findStrictDefect(crl: CertificateRevocationList, profile: PathProfile): Defect | undefined {
  if (profile !== 'strict') return undefined;
  if (crl.version !== 2) return defect('profile-violation', `The CRL has version ${crl.version}, not 2.`);
  if (crl.extensions.authorityKeyIdentifier === undefined) {
    return defect('profile-violation', 'The CRL lacks an authority key identifier.');
  }
  if (crl.extensions.crlNumber === undefined) return defect('profile-violation', 'The CRL lacks a CRL number.');
  const shouldBeCritical: readonly string[] = [
    crlExtensionDecoders.issuingDistributionPoint.oid,
    crlExtensionDecoders.deltaCrlIndicator.oid,
  ];
  const wrong = crl.rawExtensions.find(({ oid, critical }) => !critical && shouldBeCritical.includes(oid));
  return wrong && defect('profile-violation', `The extension ${wrong.oid} of the CRL must be critical.`);
}

/** Whether a certificate may have signed a CRL, and did; undefined: yes. */
export type CheckCrlSignature = (crl: CertificateRevocationList, signer: Certificate) => Defect | undefined;

/** A `CheckCrlSignature` that remembers its answers: a CRL is large, and each certificate of a path asks about all of them. */
export function createCrlSignatureChecker(verify: VerifyWithin = verifySignature): CheckCrlSignature {
  const known = new WeakMap<CertificateRevocationList, Map<string, Defect | undefined>>();
  return (crl, signer) => {
    const answers = known.get(crl) ?? new Map<string, Defect | undefined>();
    known.set(crl, answers);
    if (!answers.has(signer.sha256)) answers.set(signer.sha256, findCrlSignatureDefect(crl, signer, verify));
    return answers.get(signer.sha256);
  };
}

/** RFC 5280 §5.1.1.2 and §6.3.3 (f), (g). */
export function findCrlSignatureDefect(
  crl: CertificateRevocationList,
  issuer: Certificate,
  verify: VerifyWithin = verifySignature,
): Defect | undefined {
  if (!equalBytes(crl.tbsSignatureAlgorithm.der, crl.signatureAlgorithm.der)) {
    return defect(
      'signature-algorithm-mismatch',
      'The signature algorithm of the CRL differs from the one in its tbsCertList.',
    );
  }
  const usage = issuer.extensions.keyUsage;
  if (usage !== undefined && !(usage.ok && usage.value.bits.includes('cRLSign'))) {
    return defect('key-usage', `The key usage of ${nameOf(issuer)} does not allow it to sign CRLs.`);
  }
  const { tbs, signatureAlgorithm, signature } = crl;
  const verified = verify({ signed: tbs, signatureAlgorithm, signature, publicKey: issuer.publicKey });
  if (!verified.ok && verified.error.kind === 'budget-exceeded') {
    return defect('budget-exceeded', `The signature of the CRL was not checked. ${verified.error.message}`);
  }
  if (!verified.ok && verified.error.kind === 'unsupported') {
    return defect(
      'unsupported-signature-algorithm',
      `The signature of the CRL cannot be checked. ${verified.error.message}`,
    );
  }
  if (!verified.ok || !verified.value) {
    return defect('bad-signature', `The signature of the CRL does not verify with the key of ${nameOf(issuer)}.`);
  }
  return undefined;
}

function defect(kind: RevocationDefect, message: string): Defect {
  return { kind: 'defective', defect: kind, message };
}
