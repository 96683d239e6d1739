/** Whether a DNS name is a public suffix, under which registrars sell: `com`, `co.uk`. */
export type IsPublicSuffix = (name: string) => boolean;

/**
 * Loads the public suffix list (the ICANN part, which CA/B Forum 3.2.2.6 means by registry-controlled). Costs some 20 ms,
 * so it is loaded only when something is judged.
 */
export async function loadPublicSuffixes(): Promise<IsPublicSuffix> {
  const { getPublicSuffix } = await import('tldts');
  return (name) => getPublicSuffix(name, { allowPrivateDomains: false }) === name.toLowerCase();
}

/** Without the list: a single label, which is what mozilla::pkix refuses under a wildcard. */
export const isSingleLabel: IsPublicSuffix = (name) => !name.includes('.');

/** Whether a label is a top-level domain of the root zone, A-labels included. */
export type IsTopLevelDomain = (label: string) => boolean;

/** Loads the public suffix list, the ICANN part of which names every top-level domain of the root zone, and `onion`. */
export async function loadTopLevelDomains(): Promise<IsTopLevelDomain> {
  const { parse } = await import('tldts');
  return (label) => !label.includes('.') && parse(label, { allowPrivateDomains: false }).isIcann === true;
}
