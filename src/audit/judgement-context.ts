import type { JudgementContext } from '../evaluate/contract.ts';
import type { Deployment } from '../model/deployment.ts';
import type { TrustStore } from '../pki/path/path.ts';
import { createCertificateMemory, type DecodeOnce } from '../x509/certificate-memory.ts';
import { createLatePublicSuffixes, type LatePublicSuffixes } from './late-public-suffixes.ts';
import { createMozillaStore } from './mozilla-store.ts';

/** What a run is judged by. */
export interface JudgedBy {
  /** The instant as of which it is judged. */
  readonly now: Date;
  readonly stores: ReadonlyMap<string, TrustStore>;
  readonly deployments: readonly Deployment[];
  /** For "publicly trusted"; absent: the Mozilla store of this Node. */
  readonly publicStore?: TrustStore | undefined;
}

/** A context of judgement that belongs to one run, with the certificate memory that its collector shares. */
export type RunContext = JudgementContext & { readonly decode: DecodeOnce };

export interface JudgementSetup extends Pick<LatePublicSuffixes, 'prepareFor'> {
  readonly context: RunContext;
}

/** Makes what all endpoints of a run are judged with. Runs share none of it. */
export function createJudgementContext({ now, stores, deployments, publicStore }: JudgedBy): JudgementSetup {
  const { isPublicSuffix, prepareFor } = createLatePublicSuffixes();
  const context: RunContext = {
    now,
    stores,
    publicStore: publicStore ?? createMozillaStore(),
    isPublicSuffix,
    decode: createCertificateMemory(),
    overrides: byName(deployments, ({ policyOverrides }) => policyOverrides),
    waivers: byName(deployments, ({ waivers = [] }) => waivers),
  };
  return { context, prepareFor };
}

/** The deployment without a name, made of bare URLs, declares nothing of its own and is left out. */
function byName<T>(deployments: readonly Deployment[], pick: (deployment: Deployment) => T): ReadonlyMap<string, T> {
  return new Map(deployments.flatMap((each) => (each.name === null ? [] : [[each.name, pick(each)] as const])));
}
