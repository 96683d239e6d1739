import type { Certificate } from '../../x509/certificate.ts';
import { MAX_KEPT_CERTIFICATE_BYTES } from './ascents.ts';
import { type ChainLinks, linkChain } from './link-chain.ts';

/** Links a leaf and what was presented with it, as `linkChain` with `followClaims`. */
export type LinkPresented = (leaf: Certificate, presented: readonly Certificate[]) => ChainLinks;

/** Chains that are kept, large ones left out: endpoints that stand close together show the same. */
const maximumChains = 16;

/** Links are told by their certificates, and one that was decoded anew is another. */
interface LinkedChain {
  readonly presented: readonly Certificate[];
  readonly leaf: Certificate;
  readonly links: ChainLinks;
}

/** Remembers the links of the last chains. */
export function createLinkMemory(): LinkPresented {
  const chains: LinkedChain[] = [];
  return (leaf, presented) => {
    // By index: most leaves are new, and an iterator over what is remembered costs more than the comparing.
    for (let index = 0; index < chains.length; index += 1) {
      const known = chains[index];
      if (known?.leaf === leaf && isSame(known.presented, presented)) return known.links;
    }
    const links = linkChain(leaf, presented, { followClaims: true });
    if (bytesOf(presented) <= MAX_KEPT_CERTIFICATE_BYTES && chains.unshift({ leaf, presented, links }) > maximumChains)
      chains.pop();
    return links;
  };
}

function isSame(some: readonly Certificate[], others: readonly Certificate[]): boolean {
  return some.length === others.length && some.every((certificate, index) => certificate === others[index]);
}

function bytesOf(certificates: readonly Certificate[]): number {
  let sum = 0;
  for (const { der } of certificates) sum += der.length;
  return sum;
}
