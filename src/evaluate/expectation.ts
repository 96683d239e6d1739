import type { Expectation } from '../checks/evidence.ts';
import { assertNever } from '../model/assert-never.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { NameSource, Policy } from '../policy/policy.ts';
import { parseIpAddress } from '../model/ip-address.ts';

/** What the policy demands of this endpoint, with the topology's names filled in; an error if it has no such role. */
export function expectationOf(policy: Policy, endpoint: Endpoint): Result<Expectation, 'not-declared'> {
  const role = policy.roles[endpoint.role];
  if (role === undefined) return err('not-declared');
  const dnsNames = role.dnsNames.flatMap(({ prefix, source }) => demandedName(prefix, nameFrom(source, endpoint)));
  return ok({
    role,
    subject: role.subject === undefined ? undefined : nameFrom(role.subject, endpoint),
    dnsNames: dnsNames.every((name) => name !== undefined) ? dnsNames : undefined,
  });
}

/** An address has no names below it, so a prefix before one demands nothing. */
function demandedName(prefix: string, name: string | undefined): readonly (string | undefined)[] {
  if (name === undefined) return [undefined];
  return prefix !== '' && parseIpAddress(name) !== undefined ? [] : [`${prefix}${name}`];
}

function nameFrom(source: NameSource, { names, host }: Endpoint): string | undefined {
  switch (source) {
    case 'url':
      return names.url ?? undefined;
    case 'server':
      return names.server ?? undefined;
    case 'external-url':
      return names.externalUrl ?? undefined;
    case 'proxy-or-external-url':
      return proxyOrExternalUrl(names);
    case 'dialed':
      return host;
    default:
      return assertNever(source);
  }
}

/** Specification, Table 2, note: if the URLs differ the proxy's FQDN stands on the external interface. */
function proxyOrExternalUrl({ url, proxy, externalUrl }: Endpoint['names']): string | undefined {
  if (externalUrl === null) return undefined;
  return (url === null || url === externalUrl ? externalUrl : proxy) ?? undefined;
}
