/**
 * Wildcard rules. Each compares one presented name with a dialed DNS name in lower case; a wildcard stands for one
 * label and never for a dot.
 */
export type CompareDnsName = (presented: string, dialed: string) => boolean;

/** Equal but for case. */
export const equalsDnsName: CompareDnsName = (presented, dialed) => presented.toLowerCase() === dialed;

/**
 * RFC 9525 §6.3: `*` only as the whole left-most label. At least two labels follow: OpenSSL, GnuTLS, curl and Node.js match `*.com` and
 * `*.local` with nothing.
 */
export const matchesWholeLabelWildcard: CompareDnsName = (presented, dialed) => {
  if (!presented.includes('*')) return equalsDnsName(presented, dialed);
  const pattern = presented.toLowerCase();
  if (!pattern.startsWith('*.') || !pattern.includes('.', 2) || pattern.includes('*', 1)) return false;
  const dot = dialed.indexOf('.');
  return dot > 0 && dialed.slice(dot) === pattern.slice(1);
};

/**
 * Microsoft KB258858: one `*`, as the end of the left-most label (`*.`, `w*.`, `ww*.`); `*www.`, `w*w.`, `www.e*ample.com`
 * and `*.*` are refused. A wildcard inside an A-label stands for nothing (RFC 6125 §6.4.3).
 */
export const matchesSchannelWildcard: CompareDnsName = (presented, dialed) => {
  if (!presented.includes('*')) return equalsDnsName(presented, dialed);
  const pattern = presented.toLowerCase();
  const [, prefix, rest] = /^([^.*]*)\*(\.[^*]+)$/.exec(pattern) ?? [];
  if (prefix === undefined || rest === undefined || rest === '.') return false;
  const dot = dialed.indexOf('.');
  if (dot < 1 || dialed.slice(dot) !== rest) return false;
  const label = dialed.slice(0, dot);
  return prefix === '' || (label.startsWith(prefix) && !label.startsWith('xn--'));
};
