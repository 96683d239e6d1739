import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { findSeverity } from '../../policy/find-severity.ts';
import type { Policy, RolePolicy } from '../../policy/policy.ts';
import { expectationOf } from '../expectation.ts';
import { requestKey } from './request-key.ts';
import { requestNames } from './request-names.ts';
import { requestSources } from './request-sources.ts';
import { requestKeyUsage, requestPurposes } from './request-usages.ts';

/** What one endpoint demands of its certificate. */
export interface Need {
  readonly endpoint: Endpoint;
  readonly role: RolePolicy;
  /** Endpoints with equal demands can share a certificate. */
  readonly demands: Demands;
  readonly caMayDifferFrom: PlannedCertificate['caMayDifferFrom'];
  readonly sources: PlannedCertificate['sources'];
}

type Demands = Pick<
  PlannedCertificate,
  | 'commonName'
  | 'dnsNames'
  | 'ipAddresses'
  | 'uris'
  | 'emailAddresses'
  | 'namesToFillIn'
  | 'extendedKeyUsage'
  | 'keyUsage'
  | 'key'
  | 'templateToDuplicate'
  | 'templates'
  | 'lifetime'
  | 'publiclyTrusted'
  | 'pointers'
>;

/** Derives it from the policy. `neighbours`: the endpoints at its place, itself among them. The error is a sentence: what cannot be planned, and why. */
export function describeNeed(
  endpoint: Endpoint,
  policy: Policy,
  declared: Deployment | undefined,
  neighbours: readonly Endpoint[],
): Result<Need, string> {
  const { deployment, virtualServer, host } = endpoint;
  const about = `${deployment === null ? '' : `${deployment}: `}${virtualServer ?? host}`;
  const expectation = expectationOf(policy, endpoint, declared);
  if (!expectation.ok) return err(`${about}: the policy ${policy.id} has no role ${endpoint.role}.`);
  const { role } = expectation.value;
  const names = requestNames({
    expectation: expectation.value,
    host,
    neighbours: neighbours.flatMap((each) => {
      const found = expectationOf(policy, each, declared);
      return found.ok ? [{ host: each.host, expectation: found.value }] : [];
    }),
    isCompared: isJudged(policy, 'name-match', endpoint),
  });
  if (!names.ok) return err(`${about}: ${names.error}`);
  const key = requestKey(role, { ...policy.thresholds, ...role.thresholds });
  if (!key.ok) return err(`${about}: ${key.error}`);
  const { minimumDays = null, maximumDays = null } = role.lifetime;
  return ok({
    endpoint,
    role,
    demands: {
      ...names.value,
      extendedKeyUsage: [...requestPurposes(role)],
      keyUsage: requestKeyUsage(role, key.value.type),
      key: { ...key.value, exportable: isMade(policy, 'exportable-key') },
      templateToDuplicate: isMade(policy, 'web-server-template') ? 'Web Server' : null,
      templates: [...role.template.required],
      lifetime: { minimumDays, maximumDays },
      publiclyTrusted: role.trust.publiclyTrusted,
      pointers: role.pointers,
    },
    caMayDifferFrom: role.caMayDifferFrom ?? null,
    sources: requestSources(expectation.value),
  });
}

/** Whether the policy makes a check, so that what the check demands belongs into the certificate. */
function isMade({ severities }: Policy, check: string): boolean {
  return severities[check] !== undefined;
}

/** The same in one role. */
function isJudged(policy: Policy, check: string, { role, access }: Endpoint): boolean {
  const severity = findSeverity(policy, check, { role, access, protocol: null });
  return severity !== undefined && severity !== null;
}
