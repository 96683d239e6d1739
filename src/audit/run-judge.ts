import type { Judge } from '../evaluate/contract.ts';
import { createJudge } from '../evaluate/create-judge.ts';
import type { Deployment } from '../model/deployment.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { TrustStore } from '../pki/path/path.ts';
import { createMozillaStore } from '../pki/trust/mozilla-store.ts';
import type { Policies } from '../policy/policies.ts';
import { createLatePublicSuffixes, type LatePublicSuffixes } from './late-public-suffixes.ts';

/** What a run is judged by. */
export interface RunJudgeOptions {
  /** The instant as of which it is judged. */
  readonly now: Date;
  readonly stores: ReadonlyMap<string, TrustStore>;
  readonly deployments: readonly Deployment[];
  /** Those that endpoints and deployments name; absent: the standard ones. */
  readonly policies?: Policies | undefined;
  /** Of the whole run; absent: none. */
  readonly overrides?: PolicyOverrides | undefined;
  /** For "publicly trusted"; absent: the bundled Mozilla store. */
  readonly publicStore?: TrustStore | undefined;
}

export interface RunJudge extends Pick<LatePublicSuffixes, 'prepare'> {
  readonly judge: Judge;
}

/** Makes what judges all endpoints of a run. Runs share none of it. */
export function createRunJudge({
  now,
  stores,
  deployments,
  policies,
  overrides,
  publicStore,
}: RunJudgeOptions): RunJudge {
  const { isPublicSuffix, isTopLevelDomain, prepare } = createLatePublicSuffixes();
  const judge = createJudge({
    now,
    stores,
    ...(policies && { policies }),
    publicStore: publicStore ?? createMozillaStore(),
    isPublicSuffix,
    isTopLevelDomain,
    overrides: byName(deployments, ({ policyOverrides }) => policyOverrides),
    runOverrides: overrides,
    waivers: byName(deployments, ({ waivers = [] }) => waivers),
    deployments: byName(deployments, (deployment) => deployment),
  });
  return { judge, prepare };
}

/** The deployment without a name, made of bare URLs, declares nothing of its own and is left out. */
function byName<T>(deployments: readonly Deployment[], pick: (deployment: Deployment) => T): ReadonlyMap<string, T> {
  return new Map(deployments.flatMap((each) => (each.name === null ? [] : [[each.name, pick(each)] as const])));
}
