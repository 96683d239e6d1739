import { createSignerFinder } from '../../pki/revocation/create-signer-finder.ts';
import type { CheckCrlSignature } from '../../pki/revocation/crl-defects.ts';
import type { FindCrlSigners } from '../../pki/revocation/crl-signer.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { Evidence, PresentedCertificate } from '../evidence.ts';

type SignerEvidence = Pick<Evidence, 'path' | 'presented' | 'fetched' | 'trust' | 'validation' | 'now'> & {
  readonly checkSignature: CheckCrlSignature;
};

/**
 * Other certificates by which CRLs of a path may be signed: those presented, fetched, or in the role's stores, with a path of their
 * own to the end of this one. An anchor of the role's stores is one without. Undefined: the end of the path is not known.
 */
export function crlSigners({
  path,
  presented,
  fetched,
  trust,
  validation,
  now: at,
  checkSignature,
}: SignerEvidence): FindCrlSigners | undefined {
  const anchor = path.certificates.at(-1);
  if (anchor === undefined || path.end === 'open' || fetched === undefined || fetched.crls.length === 0) {
    return undefined;
  }
  const issuers = fetched.issuers.map(({ certificate }) => certificate);
  const candidates = decodable([...presented, ...issuers, ...fetched.otherKeys]);
  const crls = fetched.crls.flatMap(({ crl }) => (crl.ok ? [crl.value] : []));
  const { findPath } = validation;
  const below = createSignerFinder({ findPath, candidates, anchor, crls, at, checkSignature });
  const stores = [...new Set(trust.map(({ store }) => store))];
  return (subject) => [...stores.flatMap(({ findBySubject }) => findBySubject(subject)), ...below(subject)];
}

function decodable(certificates: readonly PresentedCertificate[]): readonly Certificate[] {
  return certificates.flatMap(({ certificate }) => (certificate.ok ? [certificate.value] : []));
}
