import { createByteTable } from './byte-table.ts';
import { hashText, textHashBytes } from './hash-text.ts';
import { type KeyType, keyTypes, type Role } from './vocabulary.ts';
import { bracket } from './host-port.ts';

/** The parts of an endpoint's id. */
export interface EndpointIdParts {
  readonly deployment: string | null;
  /** Of the virtual server's URL (`im.contoso.com`, with the port if it is not 443); null: there is no virtual server. */
  readonly authority: string | null;
  readonly role: Role;
  readonly host: string;
  readonly address: string | null;
  /** Null: a certificate in a file, which is not dialed. */
  readonly port: number | null;
  readonly keyType?: KeyType | null;
}

/** Writes `DEPLOYMENT|AUTHORITY/ROLE/HOST@ADDRESS:PORT`, with `-` for an absent part and IPv6 in brackets. */
export function endpointId(parts: EndpointIdParts): string {
  const { deployment, authority, role, host, address, port, keyType } = parts;
  const suffix = keyType ? `#${keyType}` : '';
  return `${deployment ?? '-'}|${authority ?? '-'}/${role}/${bracket(host)}@${bracket(address ?? '-')}:${port ?? '-'}${suffix}`;
}

/**
 * Keeps the ids of a run apart: returns an id as it is the first time, `ID#2` the second time, and so on. A run may have millions, so it
 * remembers their hashes. Of a million ids two share the 64 bits with a chance of one in 37 million; the later one is called `#2` then.
 */
export function createIdRegister(): (id: string) => string {
  const uses = createByteTable(textHashBytes);
  const isNew = (id: string): boolean => {
    const hash = hashText(id);
    if (uses.get(hash) !== undefined) return false;
    uses.set(hash, 1);
    return true;
  };
  return (id) => {
    if (isNew(id)) return id;
    const hash = hashText(id);
    for (;;) {
      const count = (uses.get(hash) ?? 1) + 1;
      uses.set(hash, count);
      const copy = `${id}#${count}`;
      if (isNew(copy)) return copy;
    }
  };
}

/** The id with its address: `@-:` becomes `@ADDRESS:`. An id that has an address is returned as it is. */
export function withAddress(id: string, address: string): string {
  return id.replace(/@-:(?=[^@]*$)/, () => `@${bracket(address)}:`);
}

/** The id without its address: `@ADDRESS:` becomes `@-:`. */
export function withoutAddress(id: string): string {
  return id.replace(/@(?:\[[^@\]]*\]|[^@:[\]]+):(?=[^@]*$)/, '@-:');
}

/** The id of an endpoint that is seen from other sites too: `ID#from-SITE`. */
export function withSite(id: string, site: string): string {
  return `${id}#from-${site}`;
}

/** After the port; elsewhere `#` belongs to the name of a deployment. */
const suffix = /(?<=:(?:\d+|-))(?:#[\w.-]+)+$/;

/**
 * What tells an id from others with the same address and port: a site, a key type, a number or several of them (`#from-outside`, `#rsa`,
 * `#rsa#2`); empty if nothing does.
 */
export function suffixOf(id: string): string {
  return suffix.exec(id)?.[0] ?? '';
}

/** The id without what `suffixOf` gives. */
export function withoutSuffix(id: string): string {
  return id.replace(suffix, '');
}

const siteSuffix = /^#from-[a-z0-9.-]+/;

/** The id without a key type or a number; the site stays. */
export function withoutCopy(id: string): string {
  return `${withoutSuffix(id)}${siteSuffix.exec(suffixOf(id))?.[0] ?? ''}`;
}

/** The id without the site that `withSite` added. */
export function withoutSite(id: string): string {
  return `${withoutSuffix(id)}${suffixOf(id).replace(siteSuffix, '')}`;
}

const keyTypeSuffix = new RegExp(`#(?:${keyTypes.join('|')})(?=#|$)`);

/** The id without the key type that was asked for, if one was. */
export function withoutKeyType(id: string): string {
  return `${withoutSuffix(id)}${suffixOf(id).replace(keyTypeSuffix, '')}`;
}
