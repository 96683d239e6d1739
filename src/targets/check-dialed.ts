import { normaliseIpAddress } from '../model/ip-address.ts';
import { quote } from '../model/problem.ts';
import { unknownStartTls } from '../model/start-tls-word.ts';
import { dialedElements } from '../policy/dialed-elements.ts';
import type { DialRule, NamesByKind, Policy, RolePolicy } from '../policy/policy.ts';
import { isBoundless, maxTexts, pathsOf, type Scope } from '../policy/template.ts';
import { dial, type Dialed, maxEndpoints } from './expand-parameters.ts';
import { parseHost } from './host-name.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/**
 * Reports what the policy makes of the parameters of a deployment and cannot be dialed or judged: hosts, addresses and ports that are none,
 * and lists that multiply without end. Of each rule the first fault is told.
 */
export function checkDialed(policy: Policy, parameters: Scope, path: Path, collector: ProblemCollector): void {
  const told = new Set<DialRule>();
  let count = 0;
  for (const { role, rule, scope } of dialedElements(policy, parameters)) {
    if (told.has(rule)) continue;
    const boundless = [...dialTemplates(rule), ...nameTemplates(policy.roles[role])].find(
      (template) => pathsOf(template).length > 0 && isBoundless(template, scope),
    );
    const dialed = boundless === undefined ? dial(rule, scope) : [];
    count += dialed.length;
    if (count > maxEndpoints) {
      collector.report(path, `make more than ${maxEndpoints} endpoints; declare several deployments`);
      return;
    }
    const fault =
      boundless === undefined
        ? dialed.map(dialFault).find((each) => each !== undefined)
        : `${quote(boundless)} stands for more than ${maxTexts} texts, or for one that is too long`;
    if (fault === undefined) continue;
    told.add(rule);
    collector.report(path, `make an endpoint of role ${role} that cannot be dialed: ${fault}`);
  }
}

/** A clause; undefined: it can be dialed. */
function dialFault({ host, address, lookup, port, startTls }: Dialed): string | undefined {
  for (const name of [host, lookup]) {
    const parsed = name === undefined ? undefined : parseHost(name);
    if (parsed?.ok === false) return parsed.error;
  }
  if (address !== undefined && normaliseIpAddress(address) === undefined)
    return `${quote(address)} is not an IP address`;
  const unknown = unknownStartTls(startTls);
  if (unknown !== undefined) return unknown;
  if (port === undefined) return 'it has no port, and there is no usual one where TLS begins at once';
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? undefined : 'its port is not one from 1 to 65535';
}

function dialTemplates({ host, address, lookup, port, startTls }: DialRule): readonly string[] {
  return [host, address, lookup, port, startTls].filter((text) => typeof text === 'string');
}

function nameTemplates(role: RolePolicy | undefined): readonly string[] {
  if (role === undefined) return [];
  const { commonNames, requiredNames, allowedNames, forbiddenNames, wildcard } = role;
  const kinds: readonly Partial<NamesByKind>[] = [requiredNames, allowedNames, forbiddenNames];
  return [
    ...commonNames,
    ...kinds.flatMap((names) => Object.values(names).flat()),
    ...(typeof wildcard === 'string' ? [] : wildcard),
  ];
}
