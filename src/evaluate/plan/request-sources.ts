import type { Expectation } from '../../checks/evidence.ts';
import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import type { RolePolicy } from '../../policy/policy.ts';

type Sources = PlannedCertificate['sources'];

/** Where the demand stands that decides each field; what no demand decides has no source. */
export function requestSources({ role, hasOwnSource }: Expectation): Sources {
  if (role.table !== undefined) return rowsOf(role.table, role);
  return hasOwnSource ? ownSources(role) : {};
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

function rowsOf(table: string, { requiredNames }: RolePolicy): Sources {
  const decided = Object.entries(rows).filter(([field]) => field !== 'dnsNames' || requiredNames.dns.length > 0);
  return Object.fromEntries(decided.map(([field, row]) => [field, `${table}, ${row}`]));
}

/** The source of the group that decides a field, else that of the role. */
function ownSources(role: RolePolicy): Sources {
  const { requiredNames, extendedKeyUsage, keyUsage, key, lifetime, template, trust, pointers, sharing, thresholds } =
    role;
  const hasBits = keyUsage.required !== 'negotiated' && keyUsage.required.length > 0;
  const hasPatterns = [...requiredNames.uri, ...requiredNames.email].some((name) => name.includes('*'));
  const decided = [
    ['commonName', 'subject', role.commonNames.length > 0],
    ['dnsNames', 'names', requiredNames.dns.length > 0],
    ['ipAddresses', 'names', requiredNames.ip.length > 0],
    ['uris', 'names', requiredNames.uri.length > 0],
    ['emailAddresses', 'names', requiredNames.email.length > 0],
    ['namesToFillIn', 'names', hasPatterns],
    ['extendedKeyUsage', 'extendedKeyUsage', extendedKeyUsage.required.length + extendedKeyUsage.oneOf.length > 0],
    ['keyUsage', 'keyUsage', hasBits || keyUsage.oneOf.length > 0 || keyUsage.absent === 'fail'],
    ['key', 'key', isAnyDefined(key) || Object.keys(thresholds).some((name) => /(?:Rsa|Ec)Bits$/.test(name))],
    ['keySharing', 'sharing', sharing !== undefined && sharing.sameKeyAs.length + sharing.sameCertificateAs.length > 0],
    ['templates', 'template', template.required.length > 0],
    ['lifetime', 'lifetime', isAnyDefined(lifetime)],
    ['trust', 'trust', trust.list !== undefined || trust.stores !== undefined],
    ['publiclyTrusted', 'trust', trust.publiclyTrusted !== 'free'],
    ['pointers', 'pointers', Object.values(pointers).some((presence) => presence !== 'free')],
  ] as const satisfies readonly (readonly [keyof PlannedCertificate, string, boolean])[];
  const sources = decided.flatMap(([field, group, isDecided]) => {
    const source = role.sources[group] ?? role.source;
    return isDecided && source !== '' ? [[field, source] as const] : [];
  });
  return Object.fromEntries(sources);
}

function isAnyDefined(group: object): boolean {
  return Object.values(group).some((value) => value !== undefined);
}
