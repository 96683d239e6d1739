import type { Deployment, NameResolution } from '../model/deployment.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { DeploymentFinding } from '../model/finding.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { TrustStore } from '../pki/path/path.ts';
import type { CertificateDecoder } from '../x509/certificate-decoder.ts';

/** What a run hands to judgement beside the observation: the same for every endpoint. */
export interface JudgementContext {
  readonly now: Date;
  /** By store name. A name that an endpoint's trust lists mention is always here. */
  readonly stores: ReadonlyMap<string, TrustStore>;
  /** The bundled Mozilla store, for "publicly trusted". */
  readonly publicStore: TrustStore;
  /** Whether a name is a public suffix (`pki/public-suffixes`); without it only single labels count as one. */
  readonly isPublicSuffix?: (name: string) => boolean;
  /** Decodes certificates, shared with those who gathered them; absent: a memory of the judgement's own. */
  readonly decode?: CertificateDecoder;
  /** By deployment name. */
  readonly overrides: ReadonlyMap<string, PolicyOverrides>;
  /** By deployment name: failures that are accepted for the time being. */
  readonly waivers?: ReadonlyMap<string, readonly DeclaredWaiver[]>;
}

/** An endpoint observed and judged: what deployment checks and reports are made of. */
export interface JudgedEndpoint {
  readonly observation: EndpointObservation;
  readonly report: EndpointReport;
}

export type EvaluateEndpoint = (observation: EndpointObservation, context: JudgementContext) => EndpointReport;

/** In the order of the observations. */
export type EvaluateEndpoints = (
  observations: readonly EndpointObservation[],
  context: JudgementContext,
) => readonly EndpointReport[];

/** Everything across one deployment, once all its endpoints are judged. */
export interface DeploymentEvidence {
  readonly deployment: Deployment;
  readonly endpoints: readonly JudgedEndpoint[];
  /** Of the base, `as.` and `download.` names of every virtual server; empty where none was asked for. */
  readonly nameResolutions: readonly NameResolution[];
}

export type EvaluateDeployment = (
  evidence: DeploymentEvidence,
  context: JudgementContext,
) => readonly DeploymentFinding[];
