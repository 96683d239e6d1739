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
      (!filter.cause || row.causes.some((at) => index.causes[at].key === filter.cause)) &&
      words.every((word) => row.haystack.includes(word)) &&
      hasAnswer(row.cells),
  );
  return rows.sort(orders[filter.order] ?? worstFirst);
}

function answerTest(columns, { check, outcome }) {
  if (!check && !outcome) return () => true;
  const letters = outcome ? (outcomeLetters[outcome] ?? '') : undefined;
  const column = check ? columns.indexOf(check) : -1;
  const fits = (letter) => (letters === undefined ? letter !== '.' : letters.includes(letter));
  if (column >= 0) return (cells) => fits(cells[column]);
  return check ? () => false : (cells) => [...cells].some(fits);
}

/** Of the same verdict the endpoints of one cause stand together, in the order of the causes. */
function worstFirst(a, b) {
  const last = Number.MAX_SAFE_INTEGER;
  return (
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
    (a.causes[0] ?? last) - (b.causes[0] ?? last) ||
    a.position - b.position
  );
}

const orders = {
  'as declared': (a, b) => a.position - b.position,
  host: (a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.position - b.position),
  'first to expire': (a, b) =>
    (a.expires === '' ? 1 : 0) - (b.expires === '' ? 1 : 0) ||
    (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : a.position - b.position),
};

/** The columns shown: all, or those that fail or are waived on a row that is shown, and the one asked for. */
export function selectColumns(index, rows, { columns, check }) {
  const all = index.columns.map((check, position) => ({ check, position }));
  if (columns === 'all checks') return all;
  const failing = new Set([index.columns.indexOf(check)]);
  for (const { cells } of rows) {
    for (let at = 0; at < cells.length; at += 1) if ('cewix'.includes(cells[at])) failing.add(at);
  }
  return all.filter(({ position }) => failing.has(position));
}
