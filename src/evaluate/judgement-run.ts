import { createBoundedMap } from '../async/bounded-map.ts';
import type { DeclaredPlace } from '../checks/names/declared-places.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Result } from '../model/result.ts';
import { mergeOverrides } from '../model/merge-overrides.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { PolicyId } from '../model/vocabulary.ts';
import { type CheckLink, createLinkChecker } from '../pki/path/check-link.ts';
import type { FindPath, TrustStore } from '../pki/path/path.ts';
import type { Meter } from '../pki/work/meter.ts';
import { type SplitStore, splitStore } from '../pki/trust/split-store.ts';
import { createPathFinder } from '../pki/path/path-finder.ts';
import { findPolicy } from '../policy/policies.ts';
import type { SeverityCircumstances } from '../policy/find-severity.ts';
import type { Policy } from '../policy/policy.ts';
import { type EffectivePolicy, resolvePolicy } from '../policy/resolve-policy.ts';
import type { DecodeError } from '../x509/certificate.ts';
import { createCertificateDecoder, type CertificateDecoder } from '../x509/certificate-decoder.ts';
import { sha256Hex } from '../x509/der/sha256-hex.ts';
import type { CertificateRevocationList } from '../x509/revocation/crl.ts';
import { decodeCrl } from '../x509/revocation/decode-crl.ts';
import { type ApplicableCheck, applicableChecks } from './applicable-checks.ts';
import { createChainMemory } from './chain-memory.ts';
import type { JudgementContext } from './contract.ts';
import { placesOfRoles } from './places-of-roles.ts';

/** What the endpoints of one run are judged with, and reuse from each other. Every answer depends on its arguments alone. */
export interface JudgementRun {
  readonly context: JudgementContext;
  /** Verifies a certificate's signature by a key, once in a run. */
  readonly checkLink: CheckLink;
  /** A finder whose searches pay with a meter, for one endpoint. */
  readonly findPathWith: (meter: Meter) => FindPath;
  /** The operator's own anchors of a store, and those that are publicly trusted. */
  readonly splitStore: (store: TrustStore) => SplitStore;
  readonly chainOf: ReturnType<typeof createChainMemory>;
  readonly decode: CertificateDecoder;
  /** CRLs are large, and all certificates of an issuer share one. */
  readonly decodeCrl: (der: Uint8Array) => Result<CertificateRevocationList, DecodeError>;
  /** `own`: what a target outside any deployment changes. */
  readonly policyOf: (policy: PolicyId, deployment: string | null, own?: PolicyOverrides) => EffectivePolicy;
  /** By the names dialed, the places that the parameters of a deployment declare. */
  readonly placesOf: (deployment: Deployment) => ReadonlyMap<string, DeclaredPlace>;
  readonly checksOf: (policy: Policy, circumstances: SeverityCircumstances) => readonly ApplicableCheck[];
}

/** CRLs kept decoded: their bytes are bounded by `MAX_CRL_BYTES` each, and an organisation has a handful. */
const maximumCrls = 16;

/** Policies kept with what deployments and targets change in them. Lists may be endless, and each target may change something else. */
const maximumPolicies = 1_024;

export function createJudgementRun(context: JudgementContext): JudgementRun {
  const { overrides, runOverrides, isPublicSuffix, decode } = context;
  const crls = createBoundedMap<Result<CertificateRevocationList, DecodeError>>(maximumCrls);
  const effective = createBoundedMap<EffectivePolicy>(maximumPolicies);
  const checks = new WeakMap<Policy, Map<string, readonly ApplicableCheck[]>>();
  const checkLink = createLinkChecker();
  const places = new Map<Deployment, ReadonlyMap<string, DeclaredPlace>>();
  const splits = new Map<TrustStore, SplitStore>();
  return {
    context,
    checkLink,
    findPathWith: ({ checkLink, work }) =>
      createPathFinder({ checkLink, work, ...(isPublicSuffix !== undefined && { isPublicSuffix }) }),
    splitStore: (store) => {
      const known = splits.get(store) ?? splitStore(store, context.publicStore);
      splits.set(store, known);
      return known;
    },
    chainOf: createChainMemory(),
    decode: decode ?? createCertificateDecoder(),
    decodeCrl: (der) => crls.getOrMake(sha256Hex(der), () => decodeCrl(der)),
    policyOf: (policy, deployment, own) => {
      const key = `${policy} ${deployment ?? ''}${own === undefined ? '' : ` ${JSON.stringify(own)}`}`;
      return effective.getOrMake(key, () => {
        const declared = deployment === null ? own : overrides.get(deployment);
        const changed = mergeOverrides(declared ?? {}, runOverrides ?? {});
        return resolvePolicy(findPolicy(policy, context.policies), changed);
      });
    },
    placesOf: (deployment) => {
      const known =
        places.get(deployment) ?? placesOfRoles(findPolicy(deployment.policy, context.policies), deployment);
      places.set(deployment, known);
      return known;
    },
    checksOf: (policy, circumstances) => {
      const known = checks.get(policy) ?? new Map<string, readonly ApplicableCheck[]>();
      checks.set(policy, known);
      const key = Object.values(circumstances).join(' ');
      const found = known.get(key) ?? applicableChecks(policy, circumstances);
      known.set(key, found);
      return found;
    },
  };
}
