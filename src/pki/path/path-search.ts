import type { Certificate } from '../../x509/certificate.ts';
import { checkLink, type LinkState } from './check-link.ts';
import { createIssuerCandidates, type IssuerCandidate } from './issuer-candidates.ts';
import { compareKeyIdentifiers, isSelfIssued } from './issuer-links.ts';
import { nameOf, quoteText } from '../name-of.ts';
import type { FindFaults } from './leaf-faults.ts';
import type { PathRequest } from './path.ts';
import { type BudgetItem, maximumPathCertificates } from './path-budget.ts';
import { type CandidatePath, isMoreTelling } from './path-candidate.ts';
import type { PathFault, PlacedCertificate, ProfileRules, Validation } from './rule.ts';

export interface PathSearchInput {
  readonly request: PathRequest;
  readonly rules: ProfileRules;
  /** Asks the rules about certificates themselves. */
  readonly faultsOf: FindFaults;
  readonly validation: Validation;
}

/** One depth-first walk from the leaf towards the anchors, within one budget. */
export interface PathSearch {
  /** The first path without fault, leaf first, anchor last. */
  readonly findFaultless: () => readonly Certificate[] | undefined;
  /**
   * After `findFaultless` found nothing: the candidate that tells most, where no fault was met and no branch pruned, so that
   * a search that tolerates faults would see the same; else undefined.
   */
  readonly bestUnfaulted: () => CandidatePath | undefined;
  /**
   * After `findFaultless`, where no fault was met and no branch pruned: every certificate that it thought of putting on top
   * of another, the leaf's issuer first, which was the only one that could be; else undefined.
   */
  readonly triedUnfaulted: () => readonly Certificate[] | undefined;
  /** The candidate path that tells most about why there is none. */
  readonly findBestCandidate: () => CandidatePath;
  readonly budgetExceeded: () => BudgetItem | undefined;
}

/** Prepares a walk; nothing is checked before one of its two questions is asked. */
export function createPathSearch({ request, rules, faultsOf, validation }: PathSearchInput): PathSearch {
  const { budget } = validation;
  const candidates = createIssuerCandidates(request);
  const paidLinks: { readonly subject: Certificate; readonly key: string }[] = [];
  const tried: Certificate[] = [];
  let best: CandidatePath | undefined;
  let hasPruned = false;

  /** Walks upwards from a path. With `tolerant` faults are carried along, else they end the branch. */
  function climb(
    path: readonly Certificate[],
    faults: readonly PathFault[],
    tolerant: boolean,
  ): readonly Certificate[] | undefined {
    const current = path.at(-1);
    if (current === undefined || !budget.spend('path nodes')) return undefined;
    let reached = false;
    for (const { certificate: issuer, isAnchor } of candidates.issuersOf(current)) {
      tried.push(issuer);
      if (isLoop(path, issuer)) continue;
      if (path.length >= maximumPathCertificates) {
        budget.spend('certificates in a path');
        break;
      }
      const link = payLink(current, issuer);
      if (link === undefined) return undefined;
      if (link !== 'valid') {
        if (tolerant) consider(brokenLink({ path, faults }, current, { certificate: issuer, isAnchor }, link));
        hasPruned = true;
        continue;
      }
      reached = true;
      const found = advance({ certificate: issuer, below: path, isAnchor }, [...path, issuer], faults, tolerant);
      if (found !== undefined) return found;
    }
    if (!reached) consider({ path, reachesAnchor: false, faults: [...faults, unknownIssuer(current)] });
    return undefined;
  }

  /** Judges one more certificate on top and goes on from there. */
  function advance(
    placed: PlacedCertificate,
    path: readonly Certificate[],
    below: readonly PathFault[],
    tolerant: boolean,
  ) {
    const own = judge(placed, tolerant);
    const faults = below.length === 0 ? own : [...below, ...own];
    if (faults.length > 0) hasPruned = true;
    if (faults.length > 0 && !tolerant) return undefined;
    if (!placed.isAnchor) return climb(path, faults, tolerant);
    const whole = judgeWhole(path, faults);
    if (faults.length + whole.length === 0) return path;
    hasPruned = true;
    if (tolerant) consider({ path, reachesAnchor: true, faults: [...faults, ...whole] });
    return undefined;
  }

  /** Path rules, and last, for a path that holds otherwise, what is known of revocation. */
  function judgeWhole(path: readonly Certificate[], faults: readonly PathFault[]): readonly PathFault[] {
    const whole = rules.pathRules.map((rule) => rule(path)).filter((fault) => fault !== undefined);
    if (faults.length + whole.length > 0) return whole;
    if (request.judgeRevocation === undefined) return [];
    if (!budget.spend('revocation judgements')) {
      return [{ kind: 'budget-exceeded', message: 'Too many paths were refused already.', certificate: request.leaf }];
    }
    const refusal = request.judgeRevocation(path, validation.at);
    return refusal === undefined ? [] : [{ kind: 'revocation', ...refusal }];
  }

  function judge(placed: PlacedCertificate, tolerant: boolean): readonly PathFault[] {
    let faults = faultsOf(placed, validation);
    if (faults.length > 0 && !tolerant) return faults;
    for (const rule of rules.placeRules) {
      const fault = rule(placed, validation);
      if (fault !== undefined) faults = [...faults, fault];
    }
    return faults;
  }

  /**
   * Undefined: no budget left. A link costs one check a search, also where the answer is remembered from an earlier one,
   * so that the same question ends the same way whatever was asked before.
   */
  function payLink(subject: Certificate, { publicKey }: Certificate): LinkState | undefined {
    const key = publicKey.spkiSha256;
    if (!paidLinks.some((paid) => paid.subject === subject && paid.key === key)) {
      if (!budget.spend('signature checks')) return undefined;
      paidLinks.push({ subject, key });
    }
    return checkLink(subject, publicKey);
  }

  function consider(candidate: CandidatePath): void {
    if (best === undefined || isMoreTelling(candidate, best)) best = candidate;
  }

  function walk(tolerant: boolean): readonly Certificate[] | undefined {
    const { leaf, store } = request;
    const isAnchor = store.findByFingerprint(leaf.sha256) !== undefined;
    const alone = isAnchor ? advance({ certificate: leaf, below: [], isAnchor }, [leaf], [], tolerant) : undefined;
    return alone ?? advance({ certificate: leaf, below: [], isAnchor: false }, [leaf], [], tolerant);
  }

  const isUnfaulted = (): boolean => !hasPruned && budget.exceeded() === undefined;

  return {
    findFaultless: () => walk(false),
    bestUnfaulted: () => (isUnfaulted() ? best : undefined),
    triedUnfaulted: () => (isUnfaulted() && candidates.issuersOf(request.leaf).length === 1 ? tried : undefined),
    findBestCandidate: () => {
      walk(true);
      return best ?? { path: [request.leaf], reachesAnchor: false, faults: [unknownIssuer(request.leaf)] };
    },
    budgetExceeded: budget.exceeded,
  };
}

/** RFC 5280 has no loops in mind; a path that meets the same name with the same key again gains nothing by it. */
function isLoop(path: readonly Certificate[], issuer: Certificate): boolean {
  return path.some(
    (certificate) =>
      certificate.subject.key === issuer.subject.key &&
      certificate.publicKey.spkiSha256 === issuer.publicKey.spkiSha256,
  );
}

/**
 * The candidate that a signature which does not verify leaves behind. Where the key identifiers disagree as well the
 * other is simply a CA of the same name, no part of the path, and the true issuer is not known.
 */
function brokenLink(
  { path, faults }: Pick<CandidatePath, 'path' | 'faults'>,
  subject: Certificate,
  issuer: IssuerCandidate,
  state: 'invalid' | 'unsupported',
): CandidatePath {
  const about = `the signature of ${nameOf(subject)}`;
  const withFault = (kind: PathFault['kind'], message: string) => [...faults, { kind, message, certificate: subject }];
  if (state === 'invalid' && compareKeyIdentifiers(issuer.certificate, subject) === 'different') {
    const message = `The issuer of ${nameOf(subject)} is not known: a CA of that name is, but with another key.`;
    return { path, reachesAnchor: false, faults: withFault('unknown-issuer', message) };
  }
  const fault =
    state === 'unsupported'
      ? withFault(
          'unsupported-signature-algorithm',
          `The algorithm of ${about} (${subject.signatureAlgorithm.oid}) cannot be checked here with the key of ${nameOf(issuer.certificate)}.`,
        )
      : withFault('bad-signature', `The key of ${nameOf(issuer.certificate)} does not verify ${about}.`);
  return { path: [...path, issuer.certificate], reachesAnchor: issuer.isAnchor, faults: fault };
}

function unknownIssuer(certificate: Certificate): PathFault {
  const message = isSelfIssued(certificate)
    ? `The path ends in ${nameOf(certificate)}, which is self-issued and not trusted.`
    : `The issuer of ${nameOf(certificate)}, ${quoteText(certificate.issuer.text)}, is neither trusted nor among the certificates at hand.`;
  return { kind: 'unknown-issuer', message, certificate };
}
