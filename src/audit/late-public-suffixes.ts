import type { PolicyId } from '../model/vocabulary.ts';
import { type IsPublicSuffix, isSingleLabel, loadPublicSuffixes } from '../pki/names/public-suffixes.ts';
import { findPolicy } from '../policy/policies.ts';

/** The public suffix list. Loading it takes some 20 ms, so that is done for the first endpoint whose policy needs it. */
export interface LatePublicSuffixes {
  readonly isPublicSuffix: IsPublicSuffix;
  /** Loads the list if judgement under this policy needs it; undefined: there is nothing to wait for. */
  readonly prepareFor: (policy: PolicyId) => Promise<void> | undefined;
}

export function createLatePublicSuffixes(): LatePublicSuffixes {
  let known: IsPublicSuffix = isSingleLabel;
  let isLoaded = false;
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    known = await loadPublicSuffixes();
    isLoaded = true;
  };
  return {
    isPublicSuffix: (name) => known(name),
    prepareFor: (policy) => {
      if (isLoaded || findPolicy(policy).pathProfile !== 'web-pki') return undefined;
      loading ??= load();
      return loading;
    },
  };
}
