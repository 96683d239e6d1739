import { policies } from './policies.ts';

type Rules = (typeof policies)['cwa-2007-r2']['severities'][string];

/** How severe a failure of a check is, by policy: `critical`, or `warning; info for mtls` if it depends on role, access, protocol or fault. */
export function describeSeverity(check: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(policies).map(({ id, severities }) => [id, describeRules(severities[check])]),
  );
}

function describeRules(rules: Rules | undefined): string {
  if (rules === undefined) return 'not part of this policy';
  return rules
    .toReversed()
    .map(({ severity, roles, access, protocol, fault }) => {
      const conditions = [roles?.join(', '), access, protocol, fault].filter((each) => each !== undefined);
      const word = severity ?? 'none (not visible over TLS)';
      return conditions.length === 0 ? word : `${word} for ${conditions.join(', ')}`;
    })
    .join('; ');
}
