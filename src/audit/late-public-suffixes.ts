import {
  type IsPublicSuffix,
  type IsTopLevelDomain,
  isSingleLabel,
  loadPublicSuffixes,
  loadTopLevelDomains,
} from '../pki/names/public-suffixes.ts';

/**
 * The public suffix list. Loading it takes some 20 ms, so that is done for the first endpoint that is judged. Every policy needs
 * it: any certificate may turn out to be a public one.
 */
export interface LatePublicSuffixes {
  readonly isPublicSuffix: IsPublicSuffix;
  readonly isTopLevelDomain: IsTopLevelDomain;
  /** Loads the list; undefined: there is nothing to wait for. */
  readonly prepare: () => Promise<void> | undefined;
}

export function createLatePublicSuffixes(): LatePublicSuffixes {
  let known: { readonly isPublicSuffix: IsPublicSuffix; readonly isTopLevelDomain: IsTopLevelDomain } | undefined;
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    const [isPublicSuffix, isTopLevelDomain] = await Promise.all([loadPublicSuffixes(), loadTopLevelDomains()]);
    known = { isPublicSuffix, isTopLevelDomain };
  };
  return {
    isPublicSuffix: (name) => (known?.isPublicSuffix ?? isSingleLabel)(name),
    isTopLevelDomain: (label) => known?.isTopLevelDomain(label) ?? true,
    prepare: () => {
      if (known !== undefined) return undefined;
      loading ??= load();
      return loading;
    },
  };
}
