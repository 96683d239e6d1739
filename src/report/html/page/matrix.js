import { countOf, make } from './elements.js';
import { cellWords, verdictSigns } from './words.js';

/** Height of a row in pixels, as in style/matrix.css. */
const rowHeight = 30;
const rowsBeyond = 20;
/** At most this many rows are printed; the status line says so if there are more. */
const maxPrintedRows = 500;

/** A table in which only the rows in view exist as elements. */
export function createMatrix(scroller, { onStatus }) {
  const [head, body] = [scroller.querySelector('thead'), scroller.querySelector('tbody')];
  const table = scroller.querySelector('table');
  let rows = [];
  let columns = [];
  let range = { from: 0, to: 0 };

  const draw = (from, to) => {
    const focused = body.contains(document.activeElement)
      ? document.activeElement.closest('tr')?.dataset.at
      : undefined;
    range = { from, to };
    const some = rows.slice(from, to).map((row, offset) => drawRow(row, from + offset, columns));
    body.replaceChildren(gap(from, columns), ...some, gap(rows.length - to, columns));
    if (focused !== undefined) linkAt(Number(focused))?.focus({ preventScroll: true });
  };
  const linkAt = (at) => body.querySelector(`tr[data-at="${at}"] a`);
  const update = (force) => {
    const first = Math.floor(scroller.scrollTop / rowHeight);
    const last = Math.min(rows.length, first + Math.ceil(scroller.clientHeight / rowHeight));
    if (!force && first >= range.from && last <= range.to) return;
    draw(Math.max(0, first - rowsBeyond), Math.min(rows.length, last + rowsBeyond));
  };
  const show = (at) => {
    const top = at * rowHeight;
    const visible = scroller.clientHeight - head.offsetHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + visible) scroller.scrollTop = top + rowHeight - visible;
    update(false);
    linkAt(at)?.focus({ preventScroll: true });
  };

  let isWaiting = false;
  scroller.addEventListener('scroll', () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      update(false);
    });
  });
  body.addEventListener('keydown', (event) => {
    const at = Number(event.target.closest('tr')?.dataset.at);
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -at, End: rows.length };
    const step = steps[event.key];
    if (step === undefined || Number.isNaN(at)) return;
    event.preventDefault();
    show(Math.min(rows.length - 1, Math.max(0, at + step)));
  });
  addEventListener('resize', () => update(false));
  addEventListener('beforeprint', () => {
    draw(0, Math.min(rows.length, maxPrintedRows));
    if (rows.length > maxPrintedRows) body.lastChild.remove();
    onStatus(
      rows.length > maxPrintedRows ? `The first ${maxPrintedRows} of ${countOf(rows.length, 'endpoint')}.` : undefined,
    );
  });
  addEventListener('afterprint', () => {
    onStatus(undefined);
    update(true);
  });

  return {
    fill: (newRows, newColumns) => {
      rows = newRows;
      columns = newColumns;
      table.setAttribute('aria-rowcount', String(rows.length + 1));
      head.replaceChildren(drawHead(columns));
      // With a known width the browser lays the table out without measuring every cell.
      table.style.setProperty('--columns', String(columns.length));
      scroller.scrollTop = 0;
      update(true);
      // How many rows are in view is known only after the first rows have given the scroller its height.
      update(false);
    },
    refresh: () => update(true),
  };
}

function drawHead(columns) {
  const checks = columns.map(({ check }) => make('th', { scope: 'col', class: 'check' }, make('span', {}, check)));
  return make(
    'tr',
    { 'aria-rowindex': '1' },
    make('th', { scope: 'col', class: 'name' }, 'Endpoint'),
    make('th', { scope: 'col', class: 'verdict' }, 'Verdict'),
    make('th', { scope: 'col', class: 'cause-title' }, 'Worst cause'),
    checks,
  );
}

function drawRow(row, at, columns) {
  const { id, host, role, place, verdict, cells, title, more } = row;
  return make(
    'tr',
    { 'data-at': String(at), 'aria-rowindex': String(at + 2) },
    make(
      'th',
      { scope: 'row', class: 'name', title: id },
      make('a', { href: `#e/${encodeURIComponent(id)}` }, make('bdi', {}, host)),
      make('span', { class: 'where' }, ` ${role} ${place}`),
    ),
    make('td', { class: `verdict is-${verdict}` }, `${verdictSigns[verdict]} ${verdict}`),
    make(
      'td',
      { class: 'cause-title', title: title || undefined },
      title && make('div', {}, make('span', {}, title), more > 0 && make('b', {}, `+${more}`)),
    ),
    columns.map(({ check, position }) => drawCell(check, cellWords[cells[position]] ?? cellWords['.'])),
  );
}

/** One element a cell, because a screenful has two thousand cells. */
function drawCell(check, { sign, look, text }) {
  return make('td', { class: `cell is-${look}`, title: `${check}: ${text}`, 'aria-label': text }, sign);
}

/** A row that takes the room of rows that do not exist as elements. */
function gap(count, columns) {
  const row = make('tr', { 'aria-hidden': 'true', class: 'gap' }, make('td', { colspan: String(columns.length + 3) }));
  row.firstChild.style.height = `${count * rowHeight}px`;
  return row;
}
