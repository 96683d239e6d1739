import type { Result } from '../model/result.ts';
import type { PolicyId } from '../model/vocabulary.ts';
import { type CheckLink, createLinkChecker } from '../pki/path/check-link.ts';
import { type ChainLinks, linkChain } from '../pki/path/link-chain.ts';
import type { FindPath } from '../pki/path/path.ts';
import { createPathFinder } from '../pki/path/path-finder.ts';
import { policies } from '../policy/policies.ts';
import { type EffectivePolicy, resolvePolicy } from '../policy/resolve-policy.ts';
import type { Certificate, DecodeError } from '../x509/certificate.ts';
import { createCertificateMemory, type DecodeOnce } from '../x509/certificate-memory.ts';
import type { CertificateRevocationList } from '../x509/revocation/crl.ts';
import { decodeCrl } from '../x509/revocation/decode-crl.ts';
import { sha256Hex } from '../x509/der/sha256-hex.ts';
import type { JudgementContext } from './contract.ts';
import { createDemandedChecks, type DemandedChecks } from './demanded-checks.ts';

/** What judging one endpoint of a run may reuse from another. Every answer depends on its arguments alone. */
export interface JudgementMemory {
  readonly findPath: FindPath;
  /** Decodes, remembering what a fleet shows again and again. */
  readonly decode: DecodeOnce;
  /** Decodes CRLs, which are large and shared by all certificates of an issuer. */
  readonly decodeCrl: (der: Uint8Array) => Result<CertificateRevocationList, DecodeError>;
  readonly linkPresented: (leaf: Certificate, presented: readonly Certificate[]) => ChainLinks;
  readonly checkLink: CheckLink;
  readonly demandedChecks: DemandedChecks;
  readonly policyOf: (policy: PolicyId, deployment: string | null) => EffectivePolicy;
}

/** CRLs kept decoded: their bytes are bounded by `MAX_CRL_BYTES` each, and an organisation has a handful. */
const maximumCrls = 16;

/** The memory of a run, made when its first endpoint is judged and gone with its context. */
export function memoryOf(context: JudgementContext): JudgementMemory {
  const known = memories.get(context);
  if (known !== undefined) return known;
  const memory = createMemory(context);
  memories.set(context, memory);
  return memory;
}

const memories = new WeakMap<JudgementContext, JudgementMemory>();

function createMemory({ overrides, isPublicSuffix, decode }: JudgementContext): JudgementMemory {
  const crls = createBoundedMap<Result<CertificateRevocationList, DecodeError>>(maximumCrls);
  const effective = new Map<string, EffectivePolicy>();
  const checkLink = createLinkChecker();
  return {
    findPath: createPathFinder(isPublicSuffix === undefined ? { checkLink } : { checkLink, isPublicSuffix }),
    decode: decode ?? createCertificateMemory(),
    checkLink,
    demandedChecks: createDemandedChecks(),
    decodeCrl: (der) => crls(sha256Hex(der), () => decodeCrl(der)),
    linkPresented: (leaf, presented) => linkChain(leaf, presented, { followClaims: true, checkLink }),
    policyOf: (policy, deployment) => {
      const key = `${policy} ${deployment ?? ''}`;
      const known = effective.get(key);
      if (known !== undefined) return known;
      const made = resolvePolicy(policies[policy], deployment === null ? undefined : overrides.get(deployment));
      effective.set(key, made);
      return made;
    },
  };
}

/** A map that makes what it does not have and forgets the oldest past its bound. */
function createBoundedMap<T>(maximum: number): (key: string, make: () => T) => T {
  const entries = new Map<string, T>();
  return (key, make) => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (entries.size >= maximum) {
      const oldest = entries.keys().next();
      if (oldest.done !== true) entries.delete(oldest.value);
    }
    entries.set(key, made);
    return made;
  };
}
