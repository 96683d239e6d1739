/** The letters of a matrix row: sign, class and words of each. */
export const cellWords = {
  p: { sign: '✓', look: 'pass', text: 'passed' },
  c: { sign: '✕', look: 'critical', text: 'failed (critical)' },
  e: { sign: '✕', look: 'fail', text: 'failed (error)' },
  w: { sign: '!', look: 'warn', text: 'failed (warning)' },
  i: { sign: 'i', look: 'info', text: 'failed (info)' },
  x: { sign: '~', look: 'waived', text: 'failed, waived' },
  u: { sign: '?', look: 'unreachable', text: 'inconclusive' },
  d: { sign: '–', look: 'none', text: 'not judged until the chain is fixed' },
  o: { sign: '○', look: 'unseen', text: 'not visible over TLS' },
  n: { sign: '·', look: 'none', text: 'not applicable' },
  '.': { sign: '', look: 'none', text: 'not judged' },
};

/** The letters of each result in the form. */
export const outcomeLetters = {
  fail: 'cewi',
  waived: 'x',
  undetermined: 'u',
  'not-observable': 'o',
  pass: 'p',
  'not-applicable': 'n',
};

/** What a server means by a warning alert. */
export const alertWords = {
  unrecognized_name: 'the server does not know the server name (SNI) that was sent',
};

export const verdictSigns = { pass: '✓', warn: '!', fail: '✕', waived: '~', unreachable: '?' };

export const verdictOrder = ['fail', 'unreachable', 'warn', 'waived', 'pass'];

const severitySigns = { critical: '✕', error: '✕', warning: '!', info: 'i' };

/** Class and words of what fails with a severity. */
export function severityWords(severity, isWaived) {
  if (isWaived) return { look: 'waived', text: `~ ${severity}, waived` };
  const look = { critical: 'critical', warning: 'warn', info: 'info' }[severity] ?? 'fail';
  return { look, text: `${severitySigns[severity] ?? '✕'} ${severity ?? 'fails'}` };
}
