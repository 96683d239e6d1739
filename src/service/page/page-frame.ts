import { html, type Markup } from '../../report/html/markup.ts';
import { countOf } from '../../report/html/numbers.ts';
import type { LiveState, RunningState } from './live-state.ts';

/** What a page shows within the frame that all share. */
export interface PageContent {
  /** Of the browser's tab. */
  readonly title: string;
  /** Which of the pages of the bar it is, or belongs to. */
  readonly section: keyof typeof sections;
  /** Begins with the `h1`. */
  readonly main: Markup;
}

/** What is the same on every page. */
export interface PageContext {
  readonly version: string;
  readonly live: LiveState;
  /** Paths of style and script. */
  readonly style: string;
  readonly script: string;
}

const sections = {
  overview: { path: '/', name: 'Overview' },
  causes: { path: '/causes', name: 'Causes' },
  endpoints: { path: '/endpoints', name: 'Endpoints' },
  certificates: { path: '/certificates', name: 'Certificates' },
  runs: { path: '/runs', name: 'Runs' },
  notifications: { path: '/notifications', name: 'Notifications' },
} as const;

/** A whole page. It is complete without script: that only keeps it up to date. */
export function renderPage({ title, section, main }: PageContent, context: PageContext): string {
  const { version, live, style, script } = context;
  const links = Object.entries(sections).map(
    ([name, { path, name: text }]) =>
      html`<a href="${path}"${name === section ? html` aria-current="${path === '/' || title === text ? 'page' : 'true'}"` : ''}>${text}</a>`,
  );
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
<script src="${script}" defer></script>
<title>${title} – certmuster</title>
</head>
<body data-revision="${live.revision}"><a class="skip" href="#content">Skip to the content</a>
<div class="page"><div class="bar" role="banner"><span><strong>certmuster</strong> <span class="faint">${version}</span></span><nav aria-label="Pages">${links}</nav><ul id="running" aria-label="Runs under way"${live.running.length === 0 ? html` hidden` : ''}>${live.running.map(runningLine)}</ul></div>
<p id="newer"></p><p id="announcer" class="spoken" role="status" aria-live="polite"></p>
<main id="content" tabindex="-1">${main}</main></div>
</body>
</html>
`;
  return markup;
}

/** How far a run is. browser/running.js draws the same. */
function runningLine({ schedule, done, count, failing }: RunningState): Markup {
  const bar =
    count === null
      ? html`<progress aria-label="${schedule}"></progress>`
      : html`<progress aria-label="${schedule}" max="${count}" value="${done}"></progress>`;
  const known = count === null ? `${countOf(done, 'endpoint')} so far` : `${done} of ${countOf(count, 'endpoint')}`;
  return html`<li><strong>${schedule}</strong> is running ${bar} ${known}${failing === 0 ? '' : `, ${failing} failing`}</li>`;
}
