import { quote } from '../model/problem.ts';
import type { Role } from '../model/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import type { ParseContext } from './parse-context.ts';
import type { Path } from './problem-collector.ts';

/**
 * The trust stores that a role names, for a place of a targets file that declares none; undefined: it names none. A store that the
 * file does not declare is a problem, and so is a role that forbids public CAs where nothing but the Mozilla store is left.
 */
export function storesOfRole(
  { role, policy }: { readonly role: Role; readonly policy: Policy },
  path: Path,
  { knownStores, collector, isTrustReplaced }: Pick<ParseContext, 'knownStores' | 'collector' | 'isTrustReplaced'>,
): readonly string[] | undefined {
  const { stores, publiclyTrusted } = policy.roles[role]?.trust ?? {};
  if (isTrustReplaced === true) return stores;
  if (stores === undefined) {
    if (publiclyTrusted === 'forbidden') {
      const message = `is missing: the role ${role} forbids public CAs, so name trust stores with your own roots`;
      collector.report(path, message);
    }
    return undefined;
  }
  const unknown = stores.filter((store) => !knownStores.has(store));
  if (unknown.length > 0) {
    const declared = `trustStores has ${[...knownStores].join(', ')}`;
    const wanted = unknown.map(quote).join(', ');
    collector.report(path, `is missing, and the role ${role} asks for the trust store ${wanted}; ${declared}`);
  }
  return stores;
}
