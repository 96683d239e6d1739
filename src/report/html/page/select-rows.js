import { outcomeLetters, verdictOrder } from './words.js';

/** The rows that match a filter, in the order chosen in it. */
export function selectRows(index, filter) {
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const hasAnswer = answerTest(index.columns, filter);
  const rows = index.rows.filter(
    (row) =>
      (!filter.verdict || row.verdict === filter.verdict) &&
      (!filter.deployment || row.deployment === filter.deployment) &&
      (!filter.role || row.role === filter.role) &&
      words.every((word) => row.haystack.includes(word)) &&
      hasAnswer(row.cells),
  );
  const compare = orders[filter.order];
  return compare === undefined ? rows : rows.sort(compare);
}

function answerTest(columns, { check, outcome }) {
  if (!check && !outcome) return () => true;
  const letters = outcome ? (outcomeLetters[outcome] ?? '') : undefined;
  const column = check ? columns.indexOf(check) : -1;
  const fits = (letter) => (letters === undefined ? letter !== '.' : letters.includes(letter));
  if (column >= 0) return (cells) => fits(cells[column]);
  return check ? () => false : (cells) => [...cells].some(fits);
}

const orders = {
  'gravest first': (a, b) =>
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) || a.position - b.position,
  host: (a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.position - b.position),
  'first to expire': (a, b) =>
    (a.expires === '' ? 1 : 0) - (b.expires === '' ? 1 : 0) ||
    (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : a.position - b.position),
};

/** The columns shown: all, or those that fail or are waived on a row that is shown. */
export function selectColumns(index, rows, which) {
  const all = index.columns.map((check, position) => ({ check, position }));
  if (which !== 'with faults') return all;
  const failing = new Set();
  for (const { cells } of rows) {
    for (let at = 0; at < cells.length; at += 1) if ('cewix'.includes(cells[at])) failing.add(at);
  }
  return all.filter(({ position }) => failing.has(position));
}
