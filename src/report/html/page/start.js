import { make } from './elements.js';
import { endpointPage } from './endpoint-page.js';
import { createFilter } from './filter-form.js';
import { createMatrix } from './matrix.js';
import { openReportData } from './report-data.js';
import { unfoldForPrint } from './unfold.js';

const { index, readEndpoint } = openReportData();
const positions = new Map(index.rows.map(({ id, position }) => [id, position]));
const [report, page] = [document.getElementById('report'), document.getElementById('endpoint')];
const title = document.title;
const matrix = createMatrix(document.getElementById('matrix-scroller'), {
  onStatus: (text) => filter.showStatus(text),
});
const filter = createFilter(index, matrix, {
  form: document.getElementById('filter'),
  status: document.getElementById('matched'),
  legend: document.querySelector('.legend'),
});
let scrolled = 0;

function showReport() {
  const wasHidden = report.hidden;
  report.hidden = false;
  page.hidden = true;
  page.replaceChildren();
  document.title = title;
  if (!wasHidden) return;
  matrix.refresh();
  scrollTo(0, scrolled);
}

function showEndpoint(id) {
  const position = positions.get(id);
  if (!report.hidden) scrolled = scrollY;
  report.hidden = true;
  page.hidden = false;
  if (position === undefined) {
    page.replaceChildren(
      make('p', {}, 'This report holds no such endpoint. '),
      make('a', { href: '#m/' }, 'All endpoints'),
    );
    return;
  }
  const row = index.rows[position];
  const shown = filter.shown();
  const at = shown.indexOf(row);
  const neighbours = at < 0 ? {} : { previous: shown[at - 1], next: shown[at + 1] };
  page.replaceChildren(...endpointPage(readEndpoint(position), { index, row, neighbours }));
  document.title = `${row.host}: ${row.verdict}`;
  scrollTo(0, 0);
  page.querySelector('h1').focus({ preventScroll: true });
}

function route() {
  const hash = location.hash;
  if (hash.startsWith('#e/')) {
    showEndpoint(decode(hash.slice(3)));
    return;
  }
  showReport();
  if (!hash.startsWith('#m/')) return;
  const wanted = new URLSearchParams(hash.slice(3));
  if (wanted.size > 0) filter.set(wanted);
  const heading = document.getElementById('matrix-title');
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

unfoldForPrint();
addEventListener('hashchange', route);
filter.apply();
route();
