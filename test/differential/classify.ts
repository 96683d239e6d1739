import type { Disagreement } from './disagreement.ts';
import { acceptanceExplanations, complaintExplanations, searchClass } from './explanations.ts';

/** Classes that explain a disagreement together: one for every complaint. Undefined where something stays unexplained. */
export function classify(disagreement: Disagreement): readonly string[] | undefined {
  if (disagreement.side === 'only OpenSSL accepts') {
    const found = Object.entries(acceptanceExplanations).find(([, { explains }]) => explains(disagreement));
    return found === undefined ? undefined : [found[0]];
  }
  const { alone } = disagreement;
  if (alone.accepts) return [searchClass];
  const classes = alone.errors.map((complaint) => {
    const found = Object.entries(complaintExplanations).find(([, { explains }]) => explains(complaint, disagreement));
    return found?.[0];
  });
  const explained = classes.filter((name) => name !== undefined);
  return explained.length === 0 || explained.length < classes.length ? undefined : [...new Set(explained)];
}

/** A disagreement in a line, to look into. */
export function describeDisagreement(disagreement: Disagreement): string {
  const { side, where } = disagreement;
  if (disagreement.side === 'only OpenSSL accepts') {
    return `${where}: ${side}; we say: ${disagreement.error?.message ?? 'the name is missing'}`;
  }
  const complaints = disagreement.alone.errors.map(({ code, depth, text }) => `${code} at ${depth} ${text}`).join('; ');
  return `${where}: ${side}; OpenSSL says of our path: ${complaints}`;
}
