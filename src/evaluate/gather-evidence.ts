import type {
  AnswerWithoutServerName,
  Evidence,
  FetchedEvidence,
  Need,
  PresentedCertificate,
  UndeterminedReason,
} from '../checks/evidence.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { err, ok, type Result } from '../model/result.ts';
import { isSingleLabel } from '../pki/public-suffixes.ts';
import type { EffectivePolicy } from '../policy/resolve-policy.ts';
import type { Certificate } from '../x509/certificate.ts';
import { choosePath } from './choose-path.ts';
import type { JudgementContext } from './contract.ts';
import { expectationOf } from './expectation.ts';
import type { JudgementMemory } from './judgement-memory.ts';
import { judgeTrust } from './judge-trust.ts';
import { readFetched, readStaples } from './read-evidence.ts';

/** Each piece of evidence on demand, or why it is not to be had. Asked twice it answers the same. */
export type Gathered = { readonly [N in Need]: () => Result<Evidence[N], UndeterminedReason> };

export interface EvidenceSources {
  readonly observation: EndpointObservation;
  readonly effective: EffectivePolicy;
  readonly context: JudgementContext;
  readonly memory: JudgementMemory;
}

/** Everything that can be known of one observation. Work is done when it is first asked for. */
export function gatherEvidence({ observation, effective, context, memory }: EvidenceSources): Gathered {
  const { policy } = effective;
  const { endpoint } = observation;
  const validation = {
    profile: policy.pathProfile,
    purpose: policy.roles[endpoint.role]?.extendedKeyUsage.required,
    // The list is loaded for those who validate by it; whether another endpoint did must not show here.
    isPublicSuffix: policy.pathProfile === 'web-pki' ? (context.isPublicSuffix ?? isSingleLabel) : isSingleLabel,
  };
  const expectation = once(() => expectationOf(policy, endpoint));
  const presented = once(() => {
    const certificates = observation.certificates.map(memory.decode);
    return certificates.length === 0 ? err('unreachable' as const) : ok(certificates);
  });
  const leaf = once(() => {
    const certificates = presented();
    if (!certificates.ok) return certificates;
    const first = certificates.value[0]?.certificate;
    return first?.ok === true ? ok(first.value) : err('undecodable' as const);
  });
  const fetched = once(() => readFetched(observation, memory));
  const links = once(() => whereLeaf((value) => memory.linkPresented(value, present(presented()))));
  const answers = once(() =>
    whereLeaf((value) =>
      judgeTrust(
        {
          leaf: value,
          candidates: readable([...present(presented()), ...fetchedIssuers(fetched())]),
          endpoint,
          ...validation,
        },
        context,
        memory,
      ),
    ),
  );
  const trust = once(() => {
    const asked = answers();
    return asked.ok ? ok(asked.value.stores()) : asked.error === 'undecodable' ? ok([]) : asked;
  });
  const publicTrust = once(() => map(answers(), (asked) => asked.publicTrust()));
  const path = once(() =>
    whereLeaf((value) => {
      const stores = trust();
      const results = stores.ok ? stores.value.map(({ result }) => result) : [];
      const publicAnswer = publicTrust();
      return choosePath(value, results.length > 0 || !publicAnswer.ok ? results : [publicAnswer.value]);
    }),
  );

  function whereLeaf<T>(make: (value: Evidence['leaf']) => T): Result<T, UndeterminedReason> {
    return map(leaf(), make);
  }

  return {
    endpoint: () => ok(endpoint),
    expectation,
    thresholds: () => ok(policy.thresholds),
    now: () => ok(context.now),
    observation: () => ok(observation),
    presented,
    leaf,
    links,
    trust,
    path,
    validation: () => ok(validation),
    publicTrust,
    publicStore: () => ok(context.publicStore),
    handshake: () => {
      if (observation.source === 'file') return err('not-dialled');
      return observation.handshake === null ? err('unreachable') : ok(observation.handshake);
    },
    withoutServerName: once(() => answerWithoutServerName(observation, memory)),
    fetched: () => ok(fetched()),
    staples: once(() => ok(readStaples(observation))),
  };
}

function answerWithoutServerName(
  { withoutServerName }: EndpointObservation,
  memory: JudgementMemory,
): Result<AnswerWithoutServerName | undefined, UndeterminedReason> {
  if (withoutServerName === null) return ok(undefined);
  if ('failure' in withoutServerName) return ok(withoutServerName);
  return ok({ certificates: withoutServerName.certificates.map(memory.decode) });
}

function fetchedIssuers(fetched: FetchedEvidence | undefined): readonly PresentedCertificate[] {
  return fetched?.issuers.map(({ certificate }) => certificate) ?? [];
}

function readable(certificates: readonly PresentedCertificate[]): readonly Certificate[] {
  return certificates.flatMap(({ certificate }) => (certificate.ok ? [certificate.value] : []));
}

function present<T>(certificates: Result<readonly T[], UndeterminedReason>): readonly T[] {
  return certificates.ok ? certificates.value : [];
}

function map<T, U, E>(result: Result<T, E>, make: (value: T) => U): Result<U, E> {
  return result.ok ? ok(make(result.value)) : result;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
