import type { StoreTrust } from '../checks/evidence.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Result } from '../model/result.ts';
import type { CertificationPath, PathError, PathRequest, TrustStore } from '../pki/path.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { JudgementContext } from './contract.ts';
import type { JudgementMemory } from './judgement-memory.ts';

export interface TrustQuestion {
  readonly leaf: Certificate;
  readonly candidates: readonly Certificate[];
  readonly endpoint: Endpoint;
  readonly profile: PathRequest['profile'];
  readonly purpose: string | undefined;
}

/** Paths to the stores of an endpoint and to the public store; each store is asked once, and only when it is needed. */
export interface TrustAnswers {
  readonly stores: () => readonly StoreTrust[];
  readonly publicTrust: () => Result<CertificationPath, PathError>;
}

/** Prepares the questions; nothing is searched yet. */
export function judgeTrust(question: TrustQuestion, context: JudgementContext, memory: JudgementMemory): TrustAnswers {
  const { leaf, candidates, endpoint, profile, purpose } = question;
  const answers = new Map<TrustStore, Result<CertificationPath, PathError>>();
  const ask = (store: TrustStore): Result<CertificationPath, PathError> => {
    const known = answers.get(store);
    if (known !== undefined) return known;
    const request = { leaf, candidates, store, at: context.now, profile, purpose, host: endpoint.host };
    const answer = memory.findPath(request);
    answers.set(store, answer);
    return answer;
  };
  return {
    stores: () =>
      endpoint.trust.flatMap(({ list, stores }) =>
        stores.map((name) => {
          const store = storeNamed(name, context);
          return { store, list, result: ask(store) };
        }),
      ),
    publicTrust: () => ask(context.publicStore),
  };
}

function storeNamed(name: string, { stores }: JudgementContext): TrustStore {
  const store = stores.get(name);
  if (store === undefined) throw new Error(`the context of judgement lacks the trust store ${name}`);
  return store;
}
