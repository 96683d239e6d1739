import type {
  AnswerWithoutServerName,
  FetchedEvidence,
  Need,
  PresentedCertificate,
  UndeterminedReason,
} from '../checks/evidence.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { ChainLinks } from '../pki/path/link-chain.ts';
import { isSingleLabel } from '../pki/names/public-suffixes.ts';
import type { EffectivePolicy } from '../policy/resolve-policy.ts';
import type { Certificate } from '../x509/certificate.ts';
import { choosePath } from './choose-path.ts';
import type { JudgementContext } from './contract.ts';
import type { Demand } from './demanded-checks.ts';
import { expectationOf } from './expectation.ts';
import type { JudgementMemory } from './judgement-memory.ts';
import { judgeTrust } from './judge-trust.ts';
import { type Likeness, negotiatedOf, patternOf, trustedOf, validityOf } from './likeness.ts';
import { readFetched, readStaples } from './read-evidence.ts';
import { type Pieces, WatchedEvidence } from './watched-evidence.ts';

/** Everything that can be known of one observation. */
export interface Gathered {
  readonly pieces: Pieces;
  /** The pieces as a check is handed them. */
  readonly evidence: WatchedEvidence;
  /** Why evidence is not to be had, by need; undefined: all of it is. */
  readonly missing: Missing | undefined;
  /** Endpoints like this one; undefined: there are none to go by. */
  readonly likeness: Likeness | undefined;
}

export type Missing = Readonly<Partial<Record<Need, UndeterminedReason>>>;

export interface EvidenceSources {
  readonly observation: EndpointObservation;
  readonly effective: EffectivePolicy;
  readonly demand: Demand;
  readonly context: JudgementContext;
  readonly memory: JudgementMemory;
}

/** Gathers it. Straight on, as it is done for every endpoint: a closure for each piece cost as much as the piece. */
export function gatherEvidence({ observation, effective, demand, context, memory }: EvidenceSources): Gathered {
  const { policy } = effective;
  const { endpoint } = observation;
  const expectation = expectationOf(policy, endpoint);
  const demands = expectation.ok ? expectation.value.role : undefined;
  const handshake = observation.source === 'file' ? undefined : (observation.handshake ?? undefined);
  const presented = observation.certificates.length === 0 ? undefined : observation.certificates.map(memory.decode);
  const fetched = readFetched(observation, memory);
  const first = presented?.[0]?.certificate;
  const leaf = first?.ok === true ? first.value : undefined;
  const validation = {
    profile: policy.pathProfile,
    purpose: demands?.extendedKeyUsage.required,
    // The list is loaded for those who validate by it; whether another endpoint did must not show here.
    isPublicSuffix: policy.pathProfile === 'web-pki' ? (context.isPublicSuffix ?? isSingleLabel) : isSingleLabel,
    checkLink: memory.checkLink,
  };
  const sent = candidatesOf(presented, undefined);
  const candidates = fetched === undefined ? sent : candidatesOf(presented, fetched);
  const answers = leaf && judgeTrust({ leaf, candidates, endpoint, ...validation }, context, memory);
  const trust = answers === undefined ? presented && [] : answers.stores;
  const publicTrust = answers?.publicTrust;
  const results = trust !== undefined && trust.length > 0 ? trust.map(({ result }) => result) : [publicTrust];
  const path =
    leaf &&
    choosePath(
      leaf,
      results.filter((result) => result !== undefined),
    );
  const links = leaf && memory.linkPresented(leaf, sent);
  const missing = missingOf({ observation, hasRole: demands !== undefined, leaf });
  const isKept = missing === undefined && areLight(observation.certificates);
  const likeness = isKept && path ? demand.findLikeness(path) : undefined;
  const last = likeness?.last?.pieces;
  const pieces: Pieces = {
    endpoint,
    role: endpoint.role,
    demands,
    expectation: expectation.ok ? expectation.value : undefined,
    thresholds: policy.thresholds,
    now: context.now,
    observation,
    presented,
    isPlainlyEncoded: presented?.every(isPlainlyEncoded),
    leaf,
    leafPattern: likeness?.pattern.leaf ?? leaf,
    leafValidity: leaf && validityOf(leaf, last?.leafValidity),
    links,
    straightLength: links && straightLength(presented ?? [], links),
    trust,
    trusted: trust && trustedOf(trust, last?.trusted),
    path,
    pathPattern: likeness?.pattern ?? (path && patternOf(path)),
    validation,
    publicTrust,
    isPublic: publicTrust?.ok,
    publicStore: context.publicStore,
    handshake,
    negotiated: handshake && negotiatedOf(handshake, last?.negotiated),
    keyExchange: observation.handshake?.keyExchange.kind,
    isDialledNameless: observation.withoutServerName !== null,
    isNameless: observation.handshake?.serverName === null,
    withoutServerName: answerWithoutServerName(observation, memory),
    fetched,
    staples: readStaples(observation),
  };
  return { pieces, evidence: new WatchedEvidence(pieces), missing, likeness };
}

interface Found {
  readonly observation: EndpointObservation;
  readonly hasRole: boolean;
  readonly leaf: Certificate | undefined;
}

/** Undefined where everything is to be had. */
function missingOf({ observation, hasRole, leaf }: Found): Missing | undefined {
  const isHandshakeSeen = observation.source === 'network' && observation.handshake !== null;
  if (hasRole && leaf !== undefined && isHandshakeSeen) return undefined;
  const missing: Partial<Record<Need, UndeterminedReason>> = {};
  const note = (needs: readonly Need[], reason: UndeterminedReason): void => {
    for (const need of needs) missing[need] = reason;
  };
  if (!hasRole) note(['demands', 'expectation'], 'not-declared');
  if (!isHandshakeSeen)
    note(['handshake', 'negotiated'], observation.source === 'file' ? 'not-dialled' : 'unreachable');
  if (observation.certificates.length === 0)
    note([...ofLeaf, 'presented', 'isPlainlyEncoded', 'trust', 'trusted'], 'unreachable');
  else if (leaf === undefined) note(ofLeaf, 'undecodable');
  return missing;
}

const ofLeaf = [
  'leaf',
  'leafPattern',
  'leafValidity',
  'links',
  'straightLength',
  'path',
  'pathPattern',
  'publicTrust',
  'isPublic',
] as const satisfies readonly Need[];

function answerWithoutServerName(
  { withoutServerName }: EndpointObservation,
  memory: JudgementMemory,
): AnswerWithoutServerName | undefined {
  if (withoutServerName === null) return undefined;
  if ('failure' in withoutServerName) return withoutServerName;
  return { certificates: withoutServerName.certificates.map(memory.decode) };
}

/**
 * Certificates kept as issuers keep the memory that they lie in, be it that of a flight or one for each. A flight has some 5 KB;
 * what is larger is not worth it.
 */
const maximumBytesKept = 65_536;

function areLight(certificates: readonly Uint8Array[]): boolean {
  let bytes = 0;
  for (const { buffer, length } of certificates) {
    if (buffer.byteLength > maximumBytesKept) return false;
    bytes += length;
  }
  return bytes <= maximumBytesKept;
}

function isPlainlyEncoded({ certificate }: PresentedCertificate): boolean {
  if (!certificate.ok) return false;
  return certificate.value.oddities.length === 0 && certificate.value.malformedExtensions.length === 0;
}

function straightLength(
  presented: readonly PresentedCertificate[],
  { reachable, links, unverified, selfIssued }: ChainLinks,
): number | undefined {
  const { length } = presented;
  const isBare = unverified.length === 0 && selfIssued.length === 0;
  if (!isBare || reachable.length !== length || links.length !== length - 1) return undefined;
  for (let index = 0; index < length; index += 1) {
    if (reachable[index]?.sha256 !== presented[index]?.sha256) return undefined;
    const link = links[index];
    if (link !== undefined && (link.subject !== reachable[index] || link.issuer !== reachable[index + 1]))
      return undefined;
  }
  return length;
}

/** What a path may be built from. */
function candidatesOf(
  presented: readonly PresentedCertificate[] = [],
  fetched: FetchedEvidence | undefined,
): readonly Certificate[] {
  const candidates: Certificate[] = [];
  for (const { certificate } of presented) if (certificate.ok) candidates.push(certificate.value);
  for (const { certificate } of fetched?.issuers ?? []) {
    if (certificate.certificate.ok) candidates.push(certificate.certificate.value);
  }
  return candidates;
}
