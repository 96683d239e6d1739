import { waivableChecks } from '../../evaluate/waivable-checks.ts';
import type { StandingCause } from '../../history/list-causes.ts';
import { endpointRole } from './endpoint-links.ts';

/** More endpoints than this are waived by their roles. */
const maxEndpoints = 5;
/** How long a waiver lasts that is copied as it is; the longest is 400 days. */
const days = 90;

/**
 * Waivers of a cause as a targets file or `evaluate --waivers` takes them: YAML whose values are JSON. One for each endpoint, or for each
 * role if there are many; one for all if the check is made across endpoints. If a certificate is at fault, only as long as it is there.
 */
export function waiverText({ cause: { fault: name, certificate, endpoints } }: StandingCause, now: Date): string {
  const [check = name, fault = ''] = name.split('/');
  const until = new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const isOfEndpoints = waivableChecks().get(check)?.isOfEndpoints === true;
  const roles = [...new Set(endpoints.map(endpointRole))];
  const scopes = !isOfEndpoints
    ? [{}]
    : endpoints.length <= maxEndpoints
      ? endpoints.map((endpoint) => ({ endpoint }))
      : roles.map((role) => ({ role }));
  const only = certificate === null ? {} : { certificate };
  return scopes.map((scope) => entry({ check, fault, ...scope, ...only, by: '', reason: '', until })).join('');
}

function entry(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `- ${lines.join('\n  ')}\n`;
}
