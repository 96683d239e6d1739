import type { EvidenceFetch } from '../../model/network-evidence.ts';
import { nameOf } from '../../pki/name-of.ts';
import { crlPointers, ocspPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { RevocationQuestion } from './revocation-question.ts';
import { joinWords } from '../join-words.ts';

/** Why there is no answer about a certificate at all. */
export interface MissingAnswer {
  /**
   * `not-asked`: there are pointers that we were not to follow, or could not. `unreachable`: all that were followed gave
   * nothing. `no-pointer`: the certificate has none. `short-lived`: no answer is needed.
   */
  readonly kind: 'not-asked' | 'unreachable' | 'no-pointer' | 'short-lived';
  readonly message: string;
}

/** Finds out why there is no answer. `irrelevant`: by URL, why what was fetched there does not count. */
export function findMissingAnswer(
  { certificate, fetched, isShortLived }: RevocationQuestion,
  irrelevant: ReadonlyMap<string | undefined, string>,
): MissingAnswer {
  const name = nameOf(certificate);
  const crls = crlPointers(certificate).flat();
  const responders = ocspPointers(certificate);
  if (crls.length + responders.length === 0) {
    return isShortLived
      ? { kind: 'short-lived', message: `${name} lives too short to be revoked.` }
      : { kind: 'no-pointer', message: `${name} does not say where to ask whether it is revoked.` };
  }
  const tried = (fetched?.fetches ?? []).filter(
    (each) => each.certificate === certificate.sha256 && each.purpose !== 'issuer',
  );
  const failed = tried.filter(hasFailed);
  if (failed.length > 0) {
    const reasons = joinWords(
      failed.map(({ url, message, problem }) => `${url} (${problem ?? irrelevant.get(url) ?? message})`),
    );
    return { kind: 'unreachable', message: `Nobody says whether ${name} is revoked: ${reasons}.` };
  }
  if (tried.length > 0) {
    const reasons = joinWords(tried.map(({ url, message }) => `${url} (${message})`));
    return { kind: 'not-asked', message: `Nobody could be asked whether ${name} is revoked: ${reasons}.` };
  }
  const pointers = joinWords([...responders, ...crls]);
  return { kind: 'not-asked', message: `Nobody was asked whether ${name} is revoked; it points to ${pointers}.` };
}

/** Outcomes that are due to us, not to the server that should answer. */
const ours: readonly EvidenceFetch['outcome'][] = ['not-followed', 'refused', 'aborted'];

/** If there is no answer, a fetch that brought something readable failed too: it was about another certificate. */
export function hasFailed({ outcome }: EvidenceFetch): boolean {
  return !ours.includes(outcome);
}
