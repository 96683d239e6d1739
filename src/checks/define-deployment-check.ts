import type { Deployment, NameResolution } from '../model/deployment.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Policy } from '../policy/policy.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Citation } from './citations.ts';
import type { Faults } from './fault.ts';
import type { Judgement } from './judgement.ts';

export type VirtualServer = Deployment['virtualServers'][number];

/** One endpoint of the deployment, judged. */
export interface DeploymentMember {
  readonly observation: EndpointObservation;
  readonly report: EndpointReport;
  /** Undefined: no certificate was seen, or the first cannot be decoded. */
  readonly leaf: Certificate | undefined;
  /** The virtual server it belongs to: an entry of the deployment. */
  readonly virtualServer: VirtualServer | undefined;
}

/** Everything across one deployment, once all its endpoints are judged. */
export interface DeploymentFacts {
  readonly deployment: Deployment;
  readonly members: readonly DeploymentMember[];
  /** The same by their virtual server, never by its URL: under split DNS two have the same one. */
  readonly membersByVirtualServer: ReadonlyMap<VirtualServer, readonly DeploymentMember[]>;
  readonly nameResolutions: readonly NameResolution[];
  /** What the policy of the deployment demands of each role. */
  readonly roles: Policy['roles'];
}

/** One finding: what was judged, and which endpoints it speaks of. */
export interface DeploymentAnswer {
  readonly judgement: Judgement;
  /** Endpoint ids. */
  readonly endpoints: readonly string[];
  /** The role whose demand it is, if the demand is that of a role. */
  readonly role?: string;
  /** Tells it apart from other findings of the check about the deployment; absent: the virtual server does. */
  readonly subject?: string;
}

/** A rule across a deployment: pure, synchronous, without severity of its own. */
export interface DeploymentCheck {
  /** Kebab-case; the file is named the same. */
  readonly id: string;
  /** A claim that holds when the check passes. */
  readonly title: string;
  readonly why: string;
  readonly citation: Citation;
  /** What the field reports beside the rule: whole sentences with their source. */
  readonly fieldNote?: string;
  /** Every way in which it can fail. */
  readonly faults: Faults;
  /** One answer for each virtual server it concerns; none if there is nothing to report. */
  readonly judge: (facts: DeploymentFacts) => readonly DeploymentAnswer[];
}

/** Gives a check across a deployment its type. */
export function defineDeploymentCheck(check: DeploymentCheck): DeploymentCheck {
  return check;
}
