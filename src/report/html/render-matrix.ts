import type { EndpointReport } from '../../model/endpoint-report.ts';
import { html, type Markup } from './markup.ts';
import { verdictsWorstFirst } from './verdict-badge.ts';

/** The form and the empty table; the browser script fills it, a screenful of rows at a time. */
export function renderMatrix(endpoints: readonly EndpointReport[], columns: readonly string[]): Markup {
  const deployments = distinct(endpoints.map(({ deployment }) => deployment ?? '-'));
  const roles = distinct(endpoints.map(({ role }) => role));
  return html`<section id="matrix"><h2 tabindex="-1" id="matrix-title">Endpoints</h2>
<form id="filter" class="screen-only" role="search" aria-label="Filter endpoints">
<label>Search <input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="host, address, server"></label>
<label>Verdict ${select('verdict', 'all', [...verdictsWorstFirst])}</label>
<label>Cause ${select('cause', 'any', [])}</label>
${deployments.length > 1 ? html`<label>Deployment ${select('deployment', 'all', deployments)}</label>` : ''}
${roles.length > 1 ? html`<label>Role ${select('role', 'all', roles)}</label>` : ''}
<label>Check ${select('check', 'any', columns)}</label>
<label>Result ${select('outcome', 'any', results)}</label>
<label>Order ${select('order', 'worst first', ['as declared', 'host', 'first to expire'])}</label>
<label>Columns ${select('columns', 'failing checks', ['all checks'])}</label>
<button type="reset">Clear</button>
</form>
<p id="matched" role="status" aria-live="polite"></p>
<noscript><p class="box-apart">This table and the pages of the endpoints need the script inside this file, which this browser does not run. Everything else on this page is complete without it.</p></noscript>
<div id="matrix-scroller" class="matrix-scroller" tabindex="0" role="region" aria-label="Table of endpoints and checks"><table class="matrix" aria-labelledby="matrix-title"><thead></thead><tbody></tbody></table></div>
<ul class="legend" aria-label="Legend"></ul></section>`;
}

const results = ['fail', 'waived', 'undetermined', 'not-observable', 'pass', 'not-applicable'];

function select(name: string, nothing: string, values: readonly string[]): Markup {
  return html`<select name="${name}"><option value="">${nothing}</option>${values.map((value) => html`<option>${value}</option>`)}</select>`;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
