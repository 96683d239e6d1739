import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { LeftOut } from '../model/scan-report.ts';
import { type AddressFamilies, type FamilyLack, optionFor } from '../net/address-families.ts';

/** Counts the endpoints that a run leaves out because this machine, or the operator, has no use for the family of their address. */
export interface FamilyLog {
  /** Those of a name's addresses that can be dialed; all of them if none can. The others are counted. */
  readonly dialable: (addresses: readonly string[]) => readonly string[];
  /** Counts what the worker of a site left out. */
  readonly addFrom: (site: string, leftOut: readonly Omit<LeftOut, 'message'>[]) => void;
  /** What was left out, by family and site. */
  readonly leftOut: () => readonly LeftOut[];
  /** An endpoint is dialed; if a proxy resolves its name, the proxy chooses the family. */
  readonly seeDialed: (endpoint: ResolvedEndpoint) => void;
  /** What `-4` or `-6` could not decide. */
  readonly notices: () => readonly string[];
}

export function createFamilyLog(families: AddressFamilies): FamilyLog {
  const lacks = new Map<string, { readonly lack: FamilyLack; readonly site: string | undefined; count: number }>();
  const count = (lack: FamilyLack, endpoints = 1, site?: string): void => {
    const key = `${lack.family} ${site ?? ''}`;
    const known = lacks.get(key);
    if (known === undefined) lacks.set(key, { lack, site, count: endpoints });
    else known.count += endpoints;
  };
  let leftToProxies = 0;
  return {
    seeDialed: ({ address }) => {
      if (address === null) leftToProxies += 1;
    },
    notices: () => {
      if (families.only === undefined || leftToProxies === 0) return [];
      const option = families.only === 'IPv4' ? '-4' : '-6';
      const which = leftToProxies === 1 ? '1 endpoint' : `${leftToProxies} endpoints`;
      return [`${option} did not apply to ${which}: a proxy resolves the name, and chooses the address.`];
    },
    dialable: (addresses) => {
      if (addresses.length === 1) return addresses;
      const found = addresses.map((address) => ({ address, lack: families.lackFor(address) }));
      const dialable = found.filter(({ lack }) => lack === undefined);
      if (dialable.length === 0 || dialable.length === found.length) return addresses;
      for (const { lack } of found) if (lack !== undefined) count(lack);
      return dialable.map(({ address }) => address);
    },
    addFrom: (site, leftOut) => {
      for (const { family, reason, endpoints } of leftOut) count({ family, reason }, endpoints, site);
    },
    leftOut: () =>
      [...lacks.values()].map(({ lack, site, count: endpoints }) => ({
        ...lack,
        endpoints,
        message: describe(lack, endpoints, site),
      })),
  };
}

function describe({ family, reason }: FamilyLack, count: number, site: string | undefined): string {
  const left =
    count === 1
      ? `1 endpoint at an ${family} address was not dialed`
      : `${count} endpoints at ${family} addresses were not dialed`;
  const option = optionFor(family);
  const machine = site === undefined ? 'This machine' : `The worker of the site ${site}`;
  return reason === 'missing'
    ? `${machine} has no ${family}: ${left}. Use a machine with ${family}, or ${option} to leave such addresses out.`
    : `${left}, because ${option} leaves out ${family}.`;
}
