import type { ChainLinks } from '../../pki/path/link-chain.ts';
import { nameOf } from '../../pki/name-of.ts';

/** A sentence to add if an issuer is presented and did not sign: nothing is missing or out of place then. */
export function unverifiedNote({ unverified }: Pick<ChainLinks, 'unverified'>): string {
  const [link] = unverified;
  if (link === undefined) return '';
  return ` The issuer that ${nameOf(link.subject)} names, ${nameOf(link.issuer)}, is presented, but the signature does not verify with its key: see chain-trust.`;
}
