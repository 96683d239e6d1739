/** The letters of a matrix row: sign, class and words of each. */
export const cellWords = {
  p: { sign: '✓', look: 'pass', text: 'holds' },
  c: { sign: '✕', look: 'fail', text: 'fails (critical)' },
  e: { sign: '✕', look: 'fail', text: 'fails (error)' },
  w: { sign: '!', look: 'warn', text: 'fails (warning)' },
  i: { sign: 'i', look: 'info', text: 'fails (information)' },
  x: { sign: '~', look: 'waived', text: 'fails, waived' },
  u: { sign: '?', look: 'unreachable', text: 'could not be determined' },
  o: { sign: '○', look: 'unseen', text: 'nobody can see it over TLS' },
  n: { sign: '·', look: 'none', text: 'does not apply' },
  '.': { sign: '', look: 'none', text: 'not judged' },
};

/** The letters of each answer in the form. */
export const outcomeLetters = {
  fail: 'cewi',
  waived: 'x',
  undetermined: 'u',
  'not-observable': 'o',
  pass: 'p',
  'not-applicable': 'n',
};

export const verdictSigns = { pass: '✓', warn: '!', fail: '✕', unreachable: '?' };

export const verdictOrder = ['fail', 'unreachable', 'warn', 'pass'];

/** The look of a finding that fails. */
export function severityLook(severity) {
  return severity === 'warning' ? 'warn' : severity === 'info' ? 'info' : 'fail';
}
