import { getDiffieHellman } from 'node:crypto';

import { integer, sequence, tagged } from '../pki/forge-der.ts';

/** PEM (PKCS#3) of the first Oakley group, 768 bits (RFC 2409 §6.1): too small even for servers of its day. */
export function weakDiffieHellmanParameters(): string {
  const prime = getDiffieHellman('modp1').getPrime();
  const der = sequence(tagged(0x02, Uint8Array.of(0), prime), integer(2));
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`;
}
