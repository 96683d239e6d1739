import { assertNever } from '../../model/assert-never.ts';
import type { GeneralName } from '../certificate.ts';
import { hexOf } from '../der/hex.ts';
import { formatIpAddress } from '../../model/ip-address.ts';

/** Writes a name with its kind, for instance `DNS:www.contoso.com` or `IP:10.0.0.1`. Text is not escaped. */
export function formatGeneralName(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
      return `DNS:${name.text}`;
    case 'email':
      return `email:${name.text}`;
    case 'uri':
      return `URI:${name.text}`;
    case 'ip':
      return `IP:${formatIpAddress(name.bytes)}`;
    case 'directory':
      return `directory:${name.name.text}`;
    case 'registered-id':
      return `registered ID:${name.oid}`;
    case 'other':
      return `other name ${name.oid}:#${hexOf(name.der)}`;
    case 'x400':
      return `X.400 address:#${hexOf(name.der)}`;
    case 'edi':
      return `EDI party:#${hexOf(name.der)}`;
    default:
      return assertNever(name);
  }
}
