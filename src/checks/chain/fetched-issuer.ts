import type { Certificate } from '../../x509/certificate.ts';
import { issuerPointers } from '../../x509/extensions/certificate-pointers.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import type { FetchedEvidence } from '../evidence.ts';
import { hasFailed, isCutShort } from '../revocation/missing-revocation-answer.ts';
import { joinWords } from '../join-words.ts';

/** What became of a certificate's pointers to its issuer. */
export type IssuerDownload =
  | { readonly kind: 'had'; readonly url: string; readonly issuer: Certificate }
  /** Each pointer was followed and none gave the issuer; the reasons as a clause. */
  | { readonly kind: 'failed'; readonly reasons: string }
  /** Pointers were followed and none gave the issuer, but a bound of ours left others out; the reasons and the figure as a clause. */
  | { readonly kind: 'cut-short'; readonly reasons: string }
  /** There are pointers, which were not to be followed or must not be; why, as a clause. */
  | { readonly kind: 'not-followed'; readonly reasons: string }
  | { readonly kind: 'no-pointer' };

/** Whether the issuer of a certificate can be downloaded, as far as that was tried. */
export function downloadOfIssuer(certificate: Certificate, fetched: FetchedEvidence | undefined): IssuerDownload {
  const pointers = issuerPointers(certificate);
  if (pointers.length === 0) return { kind: 'no-pointer' };
  const tried = (fetched?.fetches ?? []).filter(
    (each) => each.purpose === 'issuer' && each.certificate === certificate.sha256,
  );
  const worked = tried.find(({ outcome, problem }) => outcome === 'fetched' && problem === null);
  const issuer = worked && issuerAmong(certificate, fetched);
  if (worked !== undefined && issuer !== undefined) return { kind: 'had', url: worked.url, issuer };
  const reasons = joinWords(tried.map(({ url, message, problem }) => `${url} (${problem ?? message})`));
  if (isCutShort(tried)) return { kind: 'cut-short', reasons };
  if (tried.some(hasFailed)) return { kind: 'failed', reasons };
  return { kind: 'not-followed', reasons: reasons === '' ? joinWords(pointers) : reasons };
}

/** By name is enough: `collect` keeps here only what issuer links reach from the leaf, signatures checked. */
function issuerAmong(certificate: Certificate, fetched: FetchedEvidence | undefined): Certificate | undefined {
  const issuers = (fetched?.issuers ?? []).flatMap(({ certificate: each }) =>
    each.certificate.ok ? [each.certificate.value] : [],
  );
  return issuers.find(({ subject }) => namesEqual(subject, certificate.issuer));
}
