import { createBoundedMap } from '../async/bounded-map.ts';
import type { Check } from '../checks/define-check.ts';
import type { Evidence, FetchedEvidence, Need, PathValidation, PresentedCertificate } from '../checks/evidence.ts';
import type { Judgement } from '../checks/judgement.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Certificate } from '../x509/certificate.ts';

/** The evidence that a chain gives, whatever endpoint presented it: judged by one policy in one role, against the same stores. */
export interface Chain {
  readonly evidence: { readonly [N in ChainNeed]: Evidence[N] | undefined };
  /** Its meter pays for the chain and the checks that read nothing else, whichever endpoint they run for. */
  readonly validation: PathValidation;
  /** As reports show it. */
  readonly description: Pick<EndpointReport, 'chain' | 'trust' | 'issuers' | 'publiclyTrusted'>;
  /** What the checks said that read nothing else, by check id. Filled as they run. */
  readonly judgements: Map<string, Judgement>;
}

type ChainNeed = (typeof chainNeeds)[number];

const chainNeeds = ['presented', 'leaf', 'links', 'trust', 'path', 'publicTrust'] as const satisfies readonly Need[];

/** These depend on the policy, the role and the run, which are the same for a chain that is remembered. */
const needsOfRun: readonly Need[] = ['demands', 'thresholds', 'fieldNotes', 'now', 'validation', 'publicStore'];

/** Whether a check reads nothing but a chain, so that one judgement serves all endpoints that present it. */
export function isOfChain({ needs }: Check): boolean {
  return needs.every((need) => (chainNeeds as readonly Need[]).includes(need) || needsOfRun.includes(need));
}

export interface ChainQuestion {
  readonly endpoint: Endpoint;
  readonly presented: readonly PresentedCertificate[];
  readonly fetched: FetchedEvidence | undefined;
}

/** Chains that a run remembers. Endpoints with one certificate are close together in expansion order. */
const maximumChains = 16;

/**
 * Bytes of the certificates of a chain that is remembered. Real chains have some 5 KB; decoded and described a chain takes several
 * times as much memory, and a server chooses how large its chain is.
 */
const maximumChainBytes = 16_384;

/** Makes the memory of a run: a chain is searched for paths, judged and described once for the same question, equal by value. */
export function createChainMemory(): (question: ChainQuestion, make: () => Chain) => Chain {
  const chains = createBoundedMap<Chain>(maximumChains);
  return (question, make) =>
    bytesOf(question) > maximumChainBytes ? make() : chains.getOrMake(chainKey(question), make);
}

function bytesOf({ presented, fetched }: ChainQuestion): number {
  const certificates = [...presented, ...(fetched?.issuers.map(({ certificate }) => certificate) ?? [])];
  return certificates.reduce((sum, { der }) => sum + der.length, 0);
}

/** Everything that a chain is judged by; stores, instant and overrides of a deployment do not change within a run. */
function chainKey({ endpoint, presented, fetched }: ChainQuestion): string {
  const { policy, deployment, role, trust, range } = endpoint;
  // No name was dialed at an address of a range.
  const host = range === undefined ? endpoint.host : undefined;
  const leaf = presented[0]?.certificate;
  return JSON.stringify([
    [policy, deployment, role, trust, leaf?.ok === true && isHostRead(leaf.value) ? [host] : null],
    presented.map(({ sha256 }) => sha256),
    fetched?.issuers.map(({ url, certificate }) => [url, certificate.sha256]),
  ]);
}

/** A dNSName keeps the CN from being constrained as the host that was dialed, so the host makes no difference then. */
function isHostRead({ extensions: { subjectAlternativeName: names } }: Certificate): boolean {
  return names?.ok !== true || !names.value.some(({ kind }) => kind === 'dns');
}
