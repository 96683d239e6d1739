import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport, ScanSummary } from '../../model/scan-report.ts';
import { plural } from '../plural.ts';
import { html, lines, type Markup } from './markup.ts';

/** Fetches listed; a fleet of thousands may make thousands. */
const maxFetches = 200;

/** Anchors listed of a store; of a longer one those that paths end at, as many as this. The Mozilla store has 121. */
const maxAnchors = 30;

/** What the judgement rests on: who scanned and judged, inputs, trust stores, policies and fetches. */
export function renderProvenance(report: ScanReport): Markup {
  const { tool, schemaVersion, startedAt, finishedAt, asOf, inputs, trustStores, policies, options, fetches } = report;
  const used = usedAnchors(report.endpoints);
  return html`<section id="provenance"><details><summary><h2>How this was judged</h2> <span class="faint">${tool.name} ${tool.version}, as of ${asOf}</span></summary><dl class="explained"><div><dt>Tool</dt><dd>${tool.name} ${tool.version}, report schema ${schemaVersion}</dd></div><div><dt>Run</dt><dd>${startedAt} to ${finishedAt}</dd></div>${scanner(report)}<div><dt>Judged as of</dt><dd>${asOf}</dd></div>${evaluation(report)}${inputs.map(({ path, sha256 }) => file('Input', path, sha256))}${trustStores.map((store) => trustStore(store, used))}</dl>${block('Policies: severities and thresholds in force, and what was overridden', policies)}${block('Options', options)}${fetches.length > 0 ? block(`Fetches (${fetches.length})`, fetches.slice(0, maxFetches)) : ''}</details></section>`;
}

function scanner({ scannedBy }: ScanSummary): Markup | '' {
  if (scannedBy === undefined) return '';
  const { host, user, addresses } = scannedBy;
  const from = addresses.length === 0 ? '' : `, from ${addresses.join(', ')}`;
  return html`<div><dt>Scanned by</dt><dd>${user} on ${host}${from}</dd></div>`;
}

const evidenceWords = {
  unprotected: 'the saved run has no manifest, so later changes to it cannot be detected',
  manifest: 'the saved run is unchanged since its manifest was made',
  signed: 'the saved run is unchanged, and the signature of its manifest was verified',
} as const;

function evaluation({ evaluatedAt, evaluation: judged, tool }: ScanSummary): Markup | '' {
  if (evaluatedAt === undefined || judged === undefined) return '';
  const { options, inputs, observedBy, evidence } = judged;
  return html`<div><dt>Judged again</dt><dd>${evaluatedAt} by ${tool.name} ${tool.version}, observed by ${observedBy.name} ${observedBy.version}; ${evidenceWords[evidence]}</dd></div><div><dt>Options of evaluate</dt><dd class="mono">${JSON.stringify(options)}</dd></div>${inputs.map(({ path, sha256 }) => file('Evidence', path, sha256))}`;
}

function file(term: string, path: string, sha256: string): Markup {
  return html`<div><dt>${term}</dt><dd>${path} <span class="mono faint">${sha256}</span></dd></div>`;
}

/** Fingerprints of the anchors that paths end at, by store, each with its subject if the report has it. */
type UsedAnchors = ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;

function usedAnchors(endpoints: readonly EndpointReport[]): UsedAnchors {
  const used = new Map<string, Map<string, string | undefined>>();
  for (const { trust, chain, issuers } of endpoints) {
    for (const { store, path } of trust) {
      const anchor = path?.at(-1);
      if (anchor === undefined) continue;
      const ofStore = used.get(store) ?? new Map<string, string | undefined>();
      used.set(store, ofStore);
      if (ofStore.get(anchor) !== undefined) continue;
      const found = [...chain, ...issuers].find(({ sha256 }) => sha256 === anchor);
      ofStore.set(anchor, found !== undefined && 'subject' in found ? found.subject : undefined);
    }
  }
  return used;
}

function trustStore(
  { name, source, date, anchors, anchorsSha256 }: ScanSummary['trustStores'][number],
  used: UsedAnchors,
): Markup {
  const ofStore = used.get(name) ?? new Map<string, string | undefined>();
  const isWhole = anchors.length <= maxAnchors;
  const listed = isWhole ? anchors : [...ofStore.keys()].slice(0, maxAnchors);
  const omitted = anchors.length - listed.length;
  const rest = isWhole ? '' : html`<li class="faint">${omitted} more in the JSON report</li>`;
  const digest =
    anchorsSha256 === undefined
      ? ''
      : html` <span class="faint">list of anchors, SHA-256:</span> <span class="mono faint">${anchorsSha256}</span>`;
  return html`<div><dt>Trust store</dt><dd>${name}: ${plural(anchors.length, 'anchor')}, ${source}${date === null ? '' : `, ${date}`}${digest}<ul>${listed.map((sha256) => anchorItem(sha256, ofStore))}${rest}</ul></dd></div>`;
}

function anchorItem(sha256: string, ofStore: ReadonlyMap<string, string | undefined>): Markup {
  const subject = ofStore.get(sha256);
  const use = ofStore.has(sha256) ? 'anchor of a path in this report' : 'not used in this report';
  return html`<li><span class="mono">${sha256}</span> ${subject ?? ''} <span class="faint">${use}</span></li>`;
}

function block(title: string, value: unknown): Markup {
  return html`<details class="raw"><summary>${title}</summary><pre tabindex="0">${lines(JSON.stringify(value, null, 2))}</pre></details>`;
}
