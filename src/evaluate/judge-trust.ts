import type { StoreTrust } from '../checks/evidence.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Result } from '../model/result.ts';
import type { CertificationPath, FindPath, PathError, PathRequest, TrustStore } from '../pki/path/path.ts';
import { pathErrorRank } from '../pki/path/path-error-rank.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { JudgementContext } from './contract.ts';
import type { JudgementRun } from './judgement-run.ts';

export interface TrustQuestion {
  readonly leaf: Certificate;
  readonly candidates: readonly Certificate[];
  readonly endpoint: Endpoint;
  readonly profile: PathRequest['profile'];
  readonly purpose: string | undefined;
  /** Whether the role has to be publicly trusted: then it is said why it is not. */
  readonly isPublicRequired: boolean;
  readonly findPath: FindPath;
}

/** Paths to the stores of an endpoint, in the order of its trust lists, and to the public store. */
export interface TrustAnswers {
  readonly stores: readonly StoreTrust[];
  readonly publicTrust: Result<CertificationPath, PathError>;
}

/**
 * Asks each store once, however many lists name it. The rules of public CAs bind paths to anchors that the public store has;
 * paths to the operator's own anchors are held against RFC 5280 alone.
 */
export function judgeTrust(question: TrustQuestion, { context, splitStore }: JudgementRun): TrustAnswers {
  const { leaf, candidates, endpoint, profile, purpose, isPublicRequired, findPath } = question;
  const asked: StoreTrust[] = [];
  // No name was dialed at an address of a range.
  const host = endpoint.range === undefined ? endpoint.host : undefined;
  for (const { list, stores } of endpoint.trust) {
    for (const name of stores) {
      const store = storeNamed(name, context);
      asked.push({ store, list, result: ask(store) });
    }
  }
  // Without stores of its own an endpoint is judged by its path to the public store.
  const isReasonWanted = isPublicRequired || asked.length === 0;
  return { stores: asked, publicTrust: ask(context.publicStore, isReasonWanted) };

  function ask(store: TrustStore, isReasonWanted = true): Result<CertificationPath, PathError> {
    for (const known of asked) if (known.store === store) return known.result;
    const { own, published } = splitStore(store);
    const byOwnRules = own && search(own, 'rfc5280');
    if (byOwnRules?.ok === true || published === undefined) return byOwnRules ?? search(store, profile);
    const byPublicRules = search(published, profile, isReasonWanted);
    return byOwnRules === undefined || byPublicRules.ok ? byPublicRules : moreSpecific(byPublicRules, byOwnRules);
  }

  function search(
    store: TrustStore,
    rules: PathRequest['profile'],
    isReasonWanted = true,
  ): Result<CertificationPath, PathError> {
    return findPath({ leaf, candidates, store, at: context.now, profile: rules, purpose, host, isReasonWanted });
  }
}

function moreSpecific<Answer extends Result<CertificationPath, PathError>>(left: Answer, right: Answer): Answer {
  const rank = (answer: Answer): number => (answer.ok ? -1 : pathErrorRank[answer.error.kind]);
  return rank(right) > rank(left) ? right : left;
}

function storeNamed(name: string, { stores }: JudgementContext): TrustStore {
  const store = stores.get(name);
  if (store === undefined) throw new Error(`the context of judgement lacks the trust store ${name}`);
  return store;
}
