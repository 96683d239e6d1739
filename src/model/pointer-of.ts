import type { EvidenceFetch } from './network-evidence.ts';

/** The URL of a fetch as it stands in the certificate, under which answers are kept and messages name it. */
export function pointerOf({ pointer, url }: EvidenceFetch): string {
  return pointer ?? url;
}
