import type { Certificate } from '../../x509/certificate.ts';
import { bytesPerVerification } from '../../x509/keys/verification-cost.ts';
import { linkKey, type LinkState } from './check-link.ts';
import { findFaults } from './find-faults.ts';
import { createIssuerCandidates, type IssuerCandidate } from './issuer-candidates.ts';
import { compareKeyIdentifiers, isSelfIssued } from './issuer-links.ts';
import { nameOf, quoteText } from '../name-of.ts';
import type { PathRequest } from './path.ts';
import { maximumPathCertificates } from './path-budget.ts';
import { type CandidatePath, isMoreSpecific } from './path-candidate.ts';
import { placeCertificate } from './place-certificate.ts';
import type { PathFault, PlacedCertificate, ProfileRules, Validation } from './rule.ts';

/** What one walk works with. It spends the budget in `validation`: a second walk needs another. */
export interface PathSearch {
  readonly request: PathRequest;
  readonly rules: ProfileRules;
  readonly validation: Validation;
}

/** The first walk: leaves a branch at its first fault and ends at the first path without one, leaf first, anchor last. */
export function findSoundPath(search: PathSearch): readonly Certificate[] | undefined {
  return walk(search, undefined);
}

/**
 * The second walk, if the first found nothing: carries faults along as far as the anchors, to learn which path came closest.
 * Returns the path whose faults explain best why there is no path without faults.
 */
export function findBestCandidate(search: PathSearch): CandidatePath {
  let best: CandidatePath | undefined;
  walk(search, (candidate) => {
    if (best === undefined || isMoreSpecific(candidate, best)) best = candidate;
  });
  const { leaf } = search.request;
  return best ?? { path: [leaf], reachesAnchor: false, faults: [unknownIssuer(leaf)] };
}

/**
 * Walks depth first from the leaf towards the anchors, the likeliest issuer first. With `report` faults are tolerated, and every
 * path that ends with one is reported; without, the first fault prunes the branch.
 */
function walk(
  { request, rules, validation }: PathSearch,
  report: ((candidate: CandidatePath) => void) | undefined,
): readonly Certificate[] | undefined {
  const { leaf, store } = request;
  const { budget } = validation;
  const candidates = createIssuerCandidates(request);
  const paidLinks = new Set<string>();

  const isAnchor = store.findByFingerprint(leaf.sha256) !== undefined;
  const alone = isAnchor ? append([], { certificate: leaf, isAnchor }, []) : undefined;
  return alone ?? append([], { certificate: leaf, isAnchor: false }, []);

  /** Puts one more certificate on top of a path, judges it there and goes on from it. */
  function append(
    below: readonly Certificate[],
    { certificate, isAnchor }: IssuerCandidate,
    faultsBelow: readonly PathFault[],
  ): readonly Certificate[] | undefined {
    const path = [...below, certificate];
    const own = judge(placeCertificate(certificate, below, isAnchor));
    if (own.length > 0 && report === undefined) return undefined;
    const faults = [...faultsBelow, ...own];
    if (!isAnchor) return extend(path, faults);
    const whole = judgeWhole(path, faults);
    if (faults.length + whole.length === 0) return path;
    report?.({ path, reachesAnchor: true, faults: [...faults, ...whole] });
    return undefined;
  }

  /** Tries every possible issuer of the topmost certificate. */
  function extend(path: readonly Certificate[], faults: readonly PathFault[]): readonly Certificate[] | undefined {
    const subject = path.at(-1);
    if (subject === undefined || !budget.spend('path nodes', nodeCost(subject))) return undefined;
    let hasIssuer = false;
    for (const issuer of candidates.issuersOf(subject)) {
      if (isLoop(path, issuer.certificate)) continue;
      if (path.length >= maximumPathCertificates) {
        budget.spend('certificates in a path');
        break;
      }
      const link = payLink(subject, issuer.certificate);
      if (link === undefined) return undefined;
      if (link === 'unsupported' && report !== undefined) {
        // What lies above shows whether the path would hold but for this signature.
        hasIssuer = true;
        append(path, issuer, [...faults, unsupportedSignature(subject, issuer.certificate)]);
        continue;
      }
      if (link !== 'valid') {
        report?.(brokenLink({ path, faults }, subject, issuer));
        continue;
      }
      hasIssuer = true;
      const found = append(path, issuer, faults);
      if (found !== undefined) return found;
    }
    if (!hasIssuer) report?.({ path, reachesAnchor: false, faults: [...faults, unknownIssuer(subject)] });
    return undefined;
  }

  function judge(placed: PlacedCertificate): readonly PathFault[] {
    const faults = findFaults(rules.certificateRules, placed, validation);
    if (faults.length > 0 && report === undefined) return faults;
    return [...faults, ...findFaults(rules.placeRules, placed, validation)];
  }

  /** Path rules, and last, for a path that holds otherwise, what is known of revocation. */
  function judgeWhole(path: readonly Certificate[], faults: readonly PathFault[]): readonly PathFault[] {
    const whole = rules.pathRules.map((rule) => rule(path, request.policies)).filter((fault) => fault !== undefined);
    if (faults.length + whole.length > 0) return whole;
    if (request.judgeRevocation === undefined) return [];
    if (!budget.spend('revocation judgments')) {
      return [
        {
          kind: 'budget-exceeded',
          message: 'The search stopped: too many paths were rejected for revocation.',
          certificate: leaf,
        },
      ];
    }
    const refusal = request.judgeRevocation(path, validation.at);
    return refusal === undefined ? [] : [{ kind: 'revocation', ...refusal }];
  }

  /**
   * Undefined: no budget left. A link costs one check in each search, even if its answer is remembered from an earlier one,
   * so that the same question ends the same way whatever was asked before.
   */
  function payLink(subject: Certificate, { publicKey }: Certificate): Exclude<LinkState, 'not-checked'> | undefined {
    const key = linkKey(subject, publicKey);
    if (!paidLinks.has(key)) {
      if (!budget.spend('signature checks')) return undefined;
      paidLinks.add(key);
    }
    const state = validation.checkLink(subject, publicKey);
    if (state !== 'not-checked') return state;
    budget.endWork();
    return undefined;
  }
}

/** Putting a certificate on top of a path and applying the rules to it: some 20 µs, and more where it has more to read. */
function nodeCost({ der }: Certificate): number {
  return 0.25 + der.length / bytesPerVerification;
}

/** A path that contains the same name with the same key twice is no better than the path without the loop. */
function isLoop(path: readonly Certificate[], issuer: Certificate): boolean {
  return path.some(
    (certificate) =>
      certificate.subject.key === issuer.subject.key &&
      certificate.publicKey.spkiSha256 === issuer.publicKey.spkiSha256,
  );
}

/**
 * The candidate path that ends in a signature which does not verify. If the key identifiers differ as well, the supposed issuer is
 * only a CA of the same name and no part of the path: the true issuer is not known.
 */
function brokenLink(
  { path, faults }: Pick<CandidatePath, 'path' | 'faults'>,
  subject: Certificate,
  { certificate: issuer, isAnchor }: IssuerCandidate,
): CandidatePath {
  const withFault = (kind: PathFault['kind'], message: string) => [...faults, { kind, message, certificate: subject }];
  if (compareKeyIdentifiers(issuer, subject) === 'different') {
    const message = `The issuer of ${nameOf(subject)} was not found: the CA of that name has a different key.`;
    return { path, reachesAnchor: false, faults: withFault('unknown-issuer', message) };
  }
  const message = `The signature of ${nameOf(subject)} does not verify with the key of ${nameOf(issuer)}.`;
  return { path: [...path, issuer], reachesAnchor: isAnchor, faults: withFault('bad-signature', message) };
}

function unsupportedSignature(subject: Certificate, issuer: Certificate): PathFault {
  const message = `The signature of ${nameOf(subject)} (algorithm ${subject.signatureAlgorithm.oid}) cannot be verified by certmuster with the key of ${nameOf(issuer)}.`;
  return { kind: 'unsupported-signature-algorithm', message, certificate: subject };
}

function unknownIssuer(certificate: Certificate): PathFault {
  const message = isSelfIssued(certificate)
    ? `The chain ends in ${nameOf(certificate)}, which is self-issued and not trusted.`
    : `The issuer of ${nameOf(certificate)}, ${quoteText(certificate.issuer.text)}, is neither sent nor in the trust store.`;
  return { kind: 'unknown-issuer', message, certificate };
}
