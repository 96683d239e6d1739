import type { StoreTrust } from '../checks/evidence.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Result } from '../model/result.ts';
import type { CertificationPath, PathError, PathRequest, TrustStore } from '../pki/path/path.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { JudgementContext } from './contract.ts';
import type { JudgementRun } from './judgement-run.ts';

export interface TrustQuestion {
  readonly leaf: Certificate;
  readonly candidates: readonly Certificate[];
  readonly endpoint: Endpoint;
  readonly profile: PathRequest['profile'];
  readonly purpose: string | undefined;
}

/** Paths to the stores of an endpoint, in the order of its trust lists, and to the public store. */
export interface TrustAnswers {
  readonly stores: readonly StoreTrust[];
  readonly publicTrust: Result<CertificationPath, PathError>;
}

/** Asks each store once, however many lists name it. */
export function judgeTrust(question: TrustQuestion, { context, findPath }: JudgementRun): TrustAnswers {
  const { leaf, candidates, endpoint, profile, purpose } = question;
  const asked: StoreTrust[] = [];
  for (const { list, stores } of endpoint.trust) {
    for (const name of stores) {
      const store = storeNamed(name, context);
      asked.push({ store, list, result: ask(store) });
    }
  }
  return { stores: asked, publicTrust: ask(context.publicStore) };

  function ask(store: TrustStore): Result<CertificationPath, PathError> {
    for (const known of asked) if (known.store === store) return known.result;
    return findPath({ leaf, candidates, store, at: context.now, profile, purpose, host: endpoint.host });
  }
}

function storeNamed(name: string, { stores }: JudgementContext): TrustStore {
  const store = stores.get(name);
  if (store === undefined) throw new Error(`the context of judgement lacks the trust store ${name}`);
  return store;
}
