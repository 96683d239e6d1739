import type { ScanFacts } from '../checks/define-scan-check.ts';
import type { Cause } from '../model/cause.ts';
import type { Deployment, NameResolution } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { DeploymentFinding } from '../model/finding.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { PolicyId } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { CheckLink } from '../pki/path/check-link.ts';
import type { TrustStore } from '../pki/path/path.ts';
import type { Policies } from '../policy/policies.ts';
import type { CertificateDecoder } from '../x509/certificate-decoder.ts';

/** What a run is judged by: the same for every endpoint. */
export interface JudgementContext {
  readonly now: Date;
  /** By store name. Every name that an endpoint's trust lists mention is here. */
  readonly stores: ReadonlyMap<string, TrustStore>;
  /** The bundled Mozilla store, for "publicly trusted". */
  readonly publicStore: TrustStore;
  /** Whether a name is a public suffix (`pki/names/public-suffixes`); without it only single labels count as one. */
  readonly isPublicSuffix?: (name: string) => boolean;
  /** Whether a label is a top-level domain of the root zone; without it no name is held against the root zone. */
  readonly isTopLevelDomain?: (label: string) => boolean;
  /** Decodes certificates, shared with the collector of the run; absent: the judge makes its own. */
  readonly decode?: CertificateDecoder;
  /** Those that endpoints and deployments name; absent: the standard ones. */
  readonly policies?: Policies;
  /** By deployment name. */
  readonly overrides: ReadonlyMap<string, PolicyOverrides>;
  /** Of the whole run: they count before those of deployments and targets. Absent: none. */
  readonly runOverrides?: PolicyOverrides | undefined;
  /** By deployment name: failures that are accepted for the time being. */
  readonly waivers?: ReadonlyMap<string, readonly DeclaredWaiver[]>;
  /** By name: what is declared of each deployment, so that a certificate can be recognized as that of another endpoint. */
  readonly deployments?: ReadonlyMap<string, Deployment>;
}

/** An endpoint observed and judged: what deployment checks and reports are made of. */
export interface JudgedEndpoint {
  readonly observation: EndpointObservation;
  readonly report: EndpointReport;
}

/** Everything across one deployment, once all its endpoints are judged. */
export interface DeploymentEvidence {
  readonly deployment: Deployment;
  readonly endpoints: readonly JudgedEndpoint[];
  /** Of the base, `as.` and `download.` names of every virtual server; empty if none was resolved. */
  readonly nameResolutions: readonly NameResolution[];
}

/** Findings across a deployment or a scan, and the causes that their failures belong to: own ones, and such as show on endpoints. */
export interface JudgedAcross {
  readonly findings: readonly DeploymentFinding[];
  readonly causes: readonly Cause[];
}

/** A policy that judged endpoints of the scan, with the deployment (null: outside any) whose overrides it has. */
export interface JudgedBy {
  readonly policy: PolicyId;
  readonly deployment: string | null;
  /** Of a target outside any deployment; absent: none. */
  readonly policyOverrides?: PolicyOverrides | undefined;
}

/** Targets outside any deployment that declare how they are judged, by endpoint id. */
export type DeclaredTargets = ReadonlyMap<string, Pick<Endpoint, 'policyOverrides' | 'waivers'>>;

/**
 * Judges the endpoints of one run. Every answer depends on the context and the arguments alone. Never throws: a bug of ours
 * is `undetermined`, `internal-error`, in the report of the endpoint that it hit.
 */
export interface Judge {
  readonly context: JudgementContext;
  /** Verifies a certificate's signature by a key, once in a run. */
  readonly checkLink: CheckLink;
  /** Decodes a certificate once in a run. */
  readonly decode: CertificateDecoder;
  readonly evaluateEndpoint: (observation: EndpointObservation) => EndpointReport;
  /** The same for several, in their order, each check of all of them before the next check: cheaper from some eight on. */
  readonly evaluateEndpoints: (observations: readonly EndpointObservation[]) => readonly EndpointReport[];
  /** The same, with a yield after each step: whoever drains it may see to other things in between. */
  readonly evaluateInSteps: (
    observations: readonly EndpointObservation[],
  ) => Generator<undefined, readonly EndpointReport[], undefined>;
  /** A finding for each virtual server that a deployment check concerns. */
  readonly evaluateDeployment: (evidence: DeploymentEvidence) => JudgedAcross;
  /** Findings of no deployment. `judgedBy` and `targets` are of the whole scan. */
  readonly evaluateScan: (facts: ScanFacts, judgedBy: readonly JudgedBy[], targets?: DeclaredTargets) => JudgedAcross;
}
