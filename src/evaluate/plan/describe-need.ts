import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Policy, RolePolicy } from '../../policy/policy.ts';
import type { EffectivePolicy } from '../../policy/resolve-policy.ts';
import { expectationOf } from '../expectation.ts';

/** What one endpoint demands of its certificate. */
export interface Need {
  readonly endpoint: Endpoint;
  readonly role: RolePolicy;
  /** Endpoints with equal demands can share a certificate. */
  readonly demands: Pick<
    PlannedCertificate,
    'commonName' | 'dnsNames' | 'ipAddresses' | 'extendedKeyUsage' | 'keyUsage' | 'key' | 'templateToDuplicate'
  >;
  readonly caMayDifferFrom: PlannedCertificate['caMayDifferFrom'];
  readonly sources: PlannedCertificate['sources'];
}

/** The most characters that a common name can hold: `ub-common-name` of RFC 5280, appendix A.1. */
const maxCommonNameLength = 64;

/** Derives it from the policy. The error is a sentence: what cannot be planned, and why. */
export function describeNeed(
  endpoint: Endpoint,
  { policy }: EffectivePolicy,
  declared: Deployment | undefined,
): Result<Need, string> {
  const { deployment, virtualServer, host } = endpoint;
  const about = `${deployment === null ? '' : `${deployment}: `}${virtualServer ?? host}`;
  const expectation = expectationOf(policy, endpoint, declared);
  if (!expectation.ok) return err(`${about}: the policy ${policy.id} has no role ${endpoint.role}.`);
  const { role, commonNames, requiredNames } = expectation.value;
  if (requiredNames === undefined) return err(`${about}: the targets file does not declare the names for the SAN.`);
  if (commonNames === undefined) return err(`${about}: the targets file does not declare the subject.`);
  const [subject] = commonNames;
  const commonName = subject ?? endpoint.host;
  const fits = commonName.length <= maxCommonNameLength;
  if (subject !== undefined && !fits) {
    return err(
      `${about}: the subject ${subject} is too long: a CN has at most ${maxCommonNameLength} characters (RFC 5280).`,
    );
  }
  const names = namesOf(role, [...requiredNames.dns, ...requiredNames.ip], endpoint.host);
  const { minimumRsaBits, recommendedRsaBits } = policy.thresholds;
  return ok({
    endpoint,
    role,
    demands: {
      commonName: fits ? commonName : null,
      dnsNames: names.filter((name) => parseIpAddress(name) === undefined),
      ipAddresses: names.filter((name) => parseIpAddress(name) !== undefined),
      extendedKeyUsage: [...role.extendedKeyUsage.required, ...role.extendedKeyUsage.oneOf.slice(0, 1)],
      keyUsage: rsaServerKeyUsage,
      key: {
        type: 'rsa',
        bits: Math.max(minimumRsaBits, recommendedRsaBits),
        exportable: isMade(policy, 'exportable-key'),
      },
      templateToDuplicate: isMade(policy, 'web-server-template') ? 'Web Server' : null,
    },
    caMayDifferFrom: role.caMayDifferFrom ?? null,
    sources: sourcesOf(role),
  });
}

/** The bits that the exchanges of TLS use with an RSA key (RFC 5246 §7.4.2), which is also what the tables of the CWA policy name. */
const rsaServerKeyUsage: PlannedCertificate['keyUsage'] = { bits: ['digitalSignature', 'keyEncipherment'], hex: 'a0' };

/** MTLS compares the CN, any other client the SAN. */
function namesOf(role: RolePolicy, demanded: readonly string[], host: string): readonly string[] {
  return role.nameMatcher === 'mtls' || demanded.includes(host) ? demanded : [...demanded, host];
}

/** Whether the policy makes a check, so that what the check demands belongs into the certificate. */
function isMade({ severities }: Policy, check: string): boolean {
  return severities[check] !== undefined;
}

/** The row of a table that decides each field. */
const rows = {
  commonName: 'Subject Name',
  dnsNames: 'Subject Alternate Name',
  version: 'Version',
  extendedKeyUsage: 'EKU',
  keyUsage: 'Key Usage',
  key: 'Private Key',
  templateToDuplicate: 'Template Duplicated',
} as const satisfies Partial<Record<keyof PlannedCertificate, string>>;

function sourcesOf({ table, requiredNames }: RolePolicy): PlannedCertificate['sources'] {
  if (table === undefined) return {};
  const decided = Object.entries(rows).filter(([field]) => field !== 'dnsNames' || requiredNames.dns.length > 0);
  return Object.fromEntries(decided.map(([field, row]) => [field, `${table}, ${row}`]));
}
