import { statSync } from 'node:fs';
import { argv } from 'node:process';

import { startBrowser } from './browser.ts';
import { largeReport, reportFolder } from './reports.ts';

/** How long a large report takes to write, to open, to filter and to page through: `npm run bench:html [-- ENDPOINTS]`. */
const count = Number(argv[2] ?? 10_000);
const folder = reportFolder();
const browser = await startBrowser();
const report = largeReport(count);

const written = performance.now();
const path = await folder.write('large.html', report);
tell('written in', performance.now() - written);
print(
  `file: ${(statSync(path).size / 1e6).toFixed(1)} MB, ${count} endpoints, each with a leaf of its own and ${report.endpoints[0]?.findings.length} findings`,
);

const opened = performance.now();
const { page } = await browser.open(path);
await page.locator('.matrix tr[data-at="0"]').waitFor();
tell('opened, first rows there, in', performance.now() - opened);
print(
  `inside the browser, navigation to load event: ${await page.evaluate('Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd)')} ms`,
);

await measure(
  'search as one types',
  `form.q.value = 'as-host site12'; form.q.dispatchEvent(new Event('input', { bubbles: true }))`,
);
await measure(
  'verdict = fail',
  `form.reset(); form.verdict.value = 'fail'; form.verdict.dispatchEvent(new Event('input', { bubbles: true }))`,
);
await measure(
  'any check undetermined, faulty columns',
  `form.outcome.value = 'undetermined'; form.elements.namedItem('columns').value = 'with faults'; form.verdict.value = ''; form.verdict.dispatchEvent(new Event('input', { bubbles: true }))`,
);
await measure(
  'clear and order by expiry',
  `form.reset(); form.order.value = 'first to expire'; form.order.dispatchEvent(new Event('input', { bubbles: true }))`,
);
await measure('scroll to the middle', `document.getElementById('matrix-scroller').scrollTop = 150000`);
await measure('open an endpoint', `location.hash = document.querySelector('.matrix tbody a').getAttribute('href')`);
await measure('and another of the same block', `document.querySelector('nav a[href^="#e/"]').click()`);
print(`JavaScript heap: ${Math.round(Number(await page.evaluate('performance.memory.usedJSHeapSize')) / 1e6)} MB`);
await browser.close();
folder.remove();

/** The median of five, each until the next frame is painted. */
async function measure(what: string, action: string): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const took = await page.evaluate(
      `new Promise((done) => { const form = document.getElementById('filter'); const start = performance.now(); ${action}; requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); })`,
    );
    times.push(Number(took));
  }
  tell(what, times.sort((a, b) => a - b)[2] ?? Number.NaN);
}

function tell(what: string, ms: number): void {
  print(`${what}: ${Math.round(ms)} ms`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
