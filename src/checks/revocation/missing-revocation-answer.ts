import type { EvidenceFetch } from '../../model/network-evidence.ts';
import { pointerOf } from '../../model/pointer-of.ts';
import { nameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { crlPointers, ocspPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { RevocationQuestion } from './revocation-question.ts';
import { joinWords, unique } from '../join-words.ts';

/** Why there is no answer about a certificate at all. */
export interface MissingAnswer {
  /**
   * `not-asked`: there are pointers that we were not to follow, or could not. `unreachable`: all that were followed gave
   * nothing. `no-pointer`: the certificate has none. `short-lived`: no answer is needed.
   */
  readonly kind: 'not-asked' | 'unreachable' | 'no-pointer' | 'short-lived';
  readonly message: string;
}

/** Finds out why there is no answer. `irrelevant`: by URL, why what was fetched there does not count, in order. */
export function findMissingAnswer(
  { certificate, fetched, isShortLived }: RevocationQuestion,
  irrelevant: ReadonlyMap<string | undefined, readonly string[]>,
): MissingAnswer {
  const name = nameOf(certificate);
  const pointers = listPointers([certificate]);
  if (pointers === '') {
    return isShortLived
      ? { kind: 'short-lived', message: `${name} is short-lived and needs no revocation check.` }
      : { kind: 'no-pointer', message: `${name} names no CRL and no OCSP responder.` };
  }
  const notChecked = { kind: 'not-asked', message: `Revocation of ${name} was not checked. ${pointers}` } as const;
  if (fetched === undefined) return notChecked;
  const tried = fetched.fetches.filter((each) => each.certificate === certificate.sha256 && each.purpose !== 'issuer');
  const reasons = joinWords(tried.map((each) => `${pointerOf(each)} (${reasonOf(each, irrelevant)})`));
  if (isCutShort(tried)) return { kind: 'not-asked', message: `Revocation of ${name} was not settled: ${reasons}.` };
  const failed = tried.filter(hasFailed);
  if (failed.length > 0) {
    const reported = unique(failed.map((each) => `${pointerOf(each)} (${reasonOf(each, irrelevant)})`));
    return { kind: 'unreachable', message: `No revocation answer for ${name}: ${joinWords(reported)}.` };
  }
  if (tried.length > 0) return { kind: 'not-asked', message: `Revocation of ${name} was not checked: ${reasons}.` };
  return notChecked;
}

/** Why a fetch brought no answer: what was wrong with it, with what it brought, or how it ended. */
function reasonOf(fetch: EvidenceFetch, irrelevant: ReadonlyMap<string | undefined, readonly string[]>): string {
  const { outcome, message, problem } = fetch;
  const judged = outcome === 'fetched' ? irrelevant.get(pointerOf(fetch)) : undefined;
  return problem ?? (judged === undefined ? message : unique(judged).join(' '));
}

/** `CRL: URL and URL. OCSP: URL.`, empty if the certificates name neither. */
export function listPointers(certificates: readonly Certificate[]): string {
  const crls = unique(certificates.flatMap((certificate) => crlPointers(certificate).flat()));
  const responders = unique(certificates.flatMap(ocspPointers));
  return [
    ...(crls.length === 0 ? [] : [`CRL: ${joinWords(crls)}.`]),
    ...(responders.length === 0 ? [] : [`OCSP: ${joinWords(responders)}.`]),
  ].join(' ');
}

/** What --fetch has to name so that these certificates are asked about: `crl`, `ocsp` or both. */
export function fetchWish(certificates: readonly Certificate[]): string {
  const wishes = [
    ...(certificates.some((certificate) => crlPointers(certificate).flat().length > 0) ? ['crl'] : []),
    ...(certificates.some((certificate) => ocspPointers(certificate).length > 0) ? ['ocsp'] : []),
  ];
  return wishes.length === 0 ? 'crl,ocsp' : wishes.join();
}

/** Outcomes that are due to us, not to the server that should answer. */
const ours: readonly EvidenceFetch['outcome'][] = ['not-followed', 'refused', 'aborted', 'limit'];

/** If there is no answer, a fetch that brought something readable failed too: it was about another certificate. */
export function hasFailed({ outcome }: EvidenceFetch): boolean {
  return !ours.includes(outcome);
}

/** Whether a bound of ours left out pointers that might have answered: what the others lack is no "no" then. */
export function isCutShort(fetches: readonly EvidenceFetch[]): boolean {
  return fetches.some(({ outcome }) => outcome === 'limit');
}
