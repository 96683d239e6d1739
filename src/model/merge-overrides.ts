import type { PolicyOverrides } from './policy-overrides.ts';

/** Both together; what `over` says counts. */
export function mergeOverrides(under: PolicyOverrides, over: PolicyOverrides): PolicyOverrides {
  const severity = { ...under.severity, ...over.severity };
  const thresholds = { ...under.thresholds, ...over.thresholds };
  return {
    ...(Object.keys(severity).length > 0 && { severity }),
    ...(Object.keys(thresholds).length > 0 && { thresholds }),
  };
}
