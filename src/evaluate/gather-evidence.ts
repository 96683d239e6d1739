import type {
  AnswerWithoutServerName,
  Evidence,
  Need,
  PathValidation,
  PresentedCertificate,
  UndeterminedReason,
} from '../checks/evidence.ts';
import { serverAuth } from '../model/extended-key-usages.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { isSingleLabel } from '../pki/names/public-suffixes.ts';
import { createMeter } from '../pki/work/meter.ts';
import { linkChain } from '../pki/path/link-chain.ts';
import type { Policy, RolePolicy, Thresholds } from '../policy/policy.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Chain, ChainQuestion } from './chain-memory.ts';
import { choosePath } from './choose-path.ts';
import { describeChain } from './describe-chain.ts';
import { expectationOf } from './expectation.ts';
import { gatherRequest } from './certification-request.ts';
import type { JudgementRun } from './judgement-run.ts';
import { judgeTrust } from './judge-trust.ts';
import { readFetched, readStaples } from './read-evidence.ts';

/** Everything that is known of one observation. */
export interface GatheredEvidence {
  /** A piece is undefined if it is not to be had; `missing` says why. */
  readonly evidence: { readonly [N in Need]: Evidence[N] | undefined };
  readonly missing: Missing;
  /** Undefined: no certificate was presented. */
  readonly chain: Chain | undefined;
}

export type Missing = Readonly<Partial<Record<Need, UndeterminedReason>>>;

/** What an observation is judged with. */
interface Gathering {
  /** Its certificates, decoded. */
  readonly presented: readonly PresentedCertificate[];
  readonly policy: Policy;
  readonly run: JudgementRun;
}

/** Gathers the evidence that checks ask for: decodes what was fetched, and looks for paths. */
export function gatherEvidence(
  observation: EndpointObservation,
  { presented: decoded, policy, run }: Gathering,
): GatheredEvidence {
  const { context } = run;
  const { endpoint } = observation;
  const deployment = endpoint.deployment === null ? undefined : context.deployments?.get(endpoint.deployment);
  const expectation = expectationOf(policy, endpoint, deployment);
  const handshake = observation.source !== 'network' ? undefined : (observation.handshake ?? undefined);
  const presented = decoded.length === 0 ? undefined : decoded;
  const fetched = readFetched(observation, run);
  const isPublicRequired = expectation.ok && expectation.value.role.trust.publiclyTrusted === 'required';
  const newValidation = (): PathValidation => ({
    profile: policy.pathProfile,
    purpose: expectation.ok ? purposeOf(expectation.value.role, decoded[0]) : undefined,
    isPublicSuffix: context.isPublicSuffix ?? isSingleLabel,
    isTopLevelDomain: context.isTopLevelDomain,
    ...meteredBy(run),
  });
  const chain =
    presented &&
    (observation.source === 'request'
      ? gatherRequest(presented, newValidation())
      : run.chainOf({ endpoint, presented, fetched }, () =>
          gatherChain({ endpoint, presented, fetched }, { validation: newValidation(), isPublicRequired }, run),
        ));
  const evidence = {
    endpoint,
    expectation: expectation.ok ? expectation.value : undefined,
    demands: expectation.ok ? expectation.value.role : undefined,
    thresholds: expectation.ok ? thresholdsOf(policy, expectation.value.role) : policy.thresholds,
    fieldNotes: (expectation.ok ? expectation.value.role.fieldNotes : undefined) ?? [],
    deployment,
    placesByHost: () => (deployment === undefined ? new Map() : run.placesOf(deployment)),
    now: context.now,
    observation,
    presented: chain?.evidence.presented,
    leaf: chain?.evidence.leaf,
    links: chain?.evidence.links,
    trust: chain?.evidence.trust,
    path: chain?.evidence.path,
    publicTrust: chain?.evidence.publicTrust,
    validation: validationFor(chain, newValidation()),
    publicStore: context.publicStore,
    handshake,
    withoutServerName: readAnswer(observation.withoutServerName, run),
    withWrongServerName: answerToWrongName(observation, run),
    fetched,
    staples: readStaples(observation),
  };
  return { evidence, missing: missingOf(observation, { hasRole: expectation.ok, evidence }), chain };
}

/** What a role states of key sizes and signatures comes before the figures of its policy. */
function thresholdsOf({ thresholds }: Policy, role: RolePolicy): Thresholds {
  return Object.keys(role.thresholds).length === 0 ? thresholds : { ...thresholds, ...role.thresholds };
}

/** The purpose that a path has to allow: of several that are demanded that of a server, of alternatives one that the leaf allows. */
function purposeOf({ extendedKeyUsage }: RolePolicy, leaf: PresentedCertificate | undefined): string | undefined {
  const { required, oneOf } = extendedKeyUsage;
  if (required.length > 0) return required.includes(serverAuth) ? serverAuth : required[0];
  const usages = leaf?.certificate.ok ? leaf.certificate.value.extensions.extendedKeyUsage : undefined;
  const allowed = usages?.ok ? usages.value : [];
  return oneOf.find((purpose) => allowed.includes(purpose)) ?? oneOf[0];
}

/** Links and searches at the expense of a budget of their own. */
function meteredBy(run: JudgementRun): Pick<PathValidation, 'meter' | 'checkLink' | 'findPath'> {
  const meter = createMeter(run.checkLink);
  return { meter, checkLink: meter.checkLink, findPath: run.findPathWith(meter) };
}

/** The rules of public CAs bind no private path. */
function validationFor(chain: Pick<Chain, 'evidence'> | undefined, validation: PathValidation): PathValidation {
  return chain?.evidence.publicTrust?.ok ? validation : { ...validation, profile: 'rfc5280' };
}

function gatherChain(
  { endpoint, presented, fetched }: ChainQuestion,
  { validation, isPublicRequired }: { readonly validation: PathValidation; readonly isPublicRequired: boolean },
  run: JudgementRun,
): Chain {
  const first = presented[0]?.certificate;
  const leaf = first?.ok === true ? first.value : undefined;
  const sent = decodable(presented);
  const candidates = [...sent, ...decodable(fetched?.issuers.map(({ certificate }) => certificate))];
  const answers = leaf && judgeTrust({ leaf, candidates, endpoint, isPublicRequired, ...validation }, run);
  const evidence = {
    presented,
    leaf,
    links: leaf && linkChain(leaf, sent, { followClaims: true, checkLink: validation.checkLink }),
    trust: answers?.stores ?? [],
    path: answers && leaf && choosePath(leaf, resultsOf(answers)),
    publicTrust: answers?.publicTrust,
  };
  return {
    evidence,
    validation: validationFor({ evidence }, validation),
    description: describeChain(endpoint, evidence, fetched),
    judgements: new Map(),
  };
}

/** An endpoint without trust stores is judged by its path to the public store. */
function resultsOf({ stores, publicTrust }: ReturnType<typeof judgeTrust>) {
  return stores.length > 0 ? stores.map(({ result }) => result) : [publicTrust];
}

/** Why pieces are not to be had. Empty if all of them are. */
function missingOf(
  { source, handshake, certificates }: EndpointObservation,
  {
    hasRole,
    evidence: { leaf, links },
  }: { readonly hasRole: boolean; readonly evidence: Pick<GatheredEvidence['evidence'], 'leaf' | 'links'> },
): Missing {
  const missing: Partial<Record<Need, UndeterminedReason>> = {};
  if (!hasRole) missing.expectation = 'not-declared';
  if (source !== 'network') missing.handshake = 'not-dialled';
  else if (handshake === null) missing.handshake = 'unreachable';
  if (leaf === undefined) {
    const reason = certificates.length === 0 ? 'unreachable' : 'undecodable';
    for (const need of ['leaf', 'links', 'path', 'publicTrust'] as const) missing[need] = reason;
  }
  if (links?.budgetExceeded) missing.links = 'budget-exceeded';
  if (certificates.length === 0) {
    missing.presented = 'unreachable';
    missing.trust = 'unreachable';
  }
  return missing;
}

function readAnswer(
  answer: EndpointObservation['withoutServerName'],
  { decode }: JudgementRun,
): AnswerWithoutServerName | undefined {
  if (answer === null) return undefined;
  return 'failure' in answer ? { failure: answer.failure } : { certificates: answer.certificates.map(decode) };
}

function answerToWrongName(
  { withWrongServerName: answer }: EndpointObservation,
  run: JudgementRun,
): Evidence['withWrongServerName'] {
  const read = answer && readAnswer(answer, run);
  return read && { ...read, serverName: answer.serverName };
}

function decodable(certificates: readonly PresentedCertificate[] = []): readonly Certificate[] {
  return certificates.flatMap(({ certificate }) => (certificate.ok ? [certificate.value] : []));
}
