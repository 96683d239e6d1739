import type { KeyType, Role } from './vocabulary.ts';

/** What an endpoint's id is made of. */
export interface EndpointIdParts {
  readonly deployment: string | null;
  /** Authority of the virtual server's URL (`im.contoso.com`, with the port where it is not 443), or null. */
  readonly place: string | null;
  readonly role: Role;
  readonly host: string;
  readonly address: string | null;
  readonly port: number;
  readonly keyType?: KeyType | null;
}

/** Writes `DEPLOYMENT|PLACE/ROLE/HOST@ADDRESS:PORT`, with `-` where there is none and IPv6 in brackets. */
export function endpointId(parts: EndpointIdParts): string {
  const { deployment, place, role, host, address, port, keyType } = parts;
  const suffix = keyType ? `#${keyType}` : '';
  return `${deployment ?? '-'}|${place ?? '-'}/${role}/${bracket(host)}@${bracket(address ?? '-')}:${port}${suffix}`;
}

function bracket(hostOrAddress: string): string {
  return hostOrAddress.includes(':') ? `[${hostOrAddress}]` : hostOrAddress;
}
