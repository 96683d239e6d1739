import type { Verdict } from '../../model/vocabulary.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import type { DrawnEndpoint } from './drawn-endpoint.ts';
import { html, type Markup } from './markup.ts';
import type { CauseNumbers } from './number-causes.ts';
import type { PageLinks } from './page-links.ts';
import { verdictSigns, worstVerdict } from './verdict-badge.ts';

/** What a picture refers to. */
export interface Drawing {
  readonly numbers: CauseNumbers;
  readonly links: PageLinks;
}

/** A box of the picture: a server or interface with its endpoints. Lengths are SVG units, pixels at full size. */
export interface Box {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly Row[];
  /** From where it is seen; undefined: no site is declared. */
  readonly vantage?: string | undefined;
  /** Undefined: nothing was audited there. */
  readonly verdict: Verdict | undefined;
}

interface Row {
  readonly text: string;
  readonly verdict: Verdict;
  readonly link: string;
  readonly spoken: string;
  /** Numbers of its causes; empty if there are none. */
  readonly marks: string;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const headHeight = 46;
const rowHeight = 22;
const footHeight = 6;
const vantageHeight = 18;
/** Endpoints named in a box; the matrix has them all. */
const maxRows = 6;

/** A box for endpoints: the worst verdict in its head, then a line for each endpoint. */
export function endpointBox(title: string, endpoints: readonly DrawnEndpoint[], drawing: Drawing): Box {
  const shown = endpoints.slice(0, maxRows);
  const addresses = [...new Set(endpoints.filter(({ role }) => role !== 'mtls').map(addressOf))];
  const sites = [...new Set(endpoints.flatMap((endpoint) => siteOf(endpoint) ?? []))];
  return {
    title,
    subtitle: addresses.length <= 1 ? (addresses[0] ?? '') : `${addresses.length} addresses`,
    rows: shown.map((endpoint) =>
      toRow(endpoint, { ...drawing, namesAddress: addresses.length > 1, namesSite: sites.length > 1 }),
    ),
    vantage: sites.length === 0 ? undefined : `seen from ${sites.join(' and ')}`,
    verdict: worstVerdict(endpoints),
  };
}

/** Numbers of causes named in a row: the worst. */
const maxMarks = 2;

/** From where an endpoint was seen; undefined: no site is declared for it, or nothing was seen there. */
function siteOf({ site, seenFrom, verdict }: DrawnEndpoint): string | undefined {
  if (site === undefined) return undefined;
  return seenFrom ?? (verdict === 'unreachable' ? undefined : 'here');
}

interface Named extends Drawing {
  readonly namesAddress: boolean;
  readonly namesSite: boolean;
}

function toRow(endpoint: DrawnEndpoint, { namesAddress, namesSite, numbers, links }: Named): Row {
  const { host, role, verdict, port } = endpoint;
  const name = role === 'mtls' ? `MTLS port ${port ?? '?'}` : namesAddress ? `${host} ${addressOf(endpoint)}` : host;
  const site = siteOf(endpoint);
  const text = namesSite && site !== undefined ? `${site}: ${name}` : name;
  const causes = numbers.get(endpoint.id) ?? [];
  const marks = `${causes.slice(0, maxMarks).join(' ')}${causes.length > maxMarks ? ' …' : ''}`;
  const because = causes.length === 0 ? '' : `, cause ${causes.join(', ')}`;
  return {
    text,
    verdict,
    link: links.endpoint(endpoint),
    spoken: `${role} ${host} at ${addressOf(endpoint)}${site === undefined ? '' : ` from ${site}`}: ${verdict}${because}`,
    marks,
  };
}

function addressOf({ address, port }: DrawnEndpoint): string {
  return `${address ?? 'not resolved'}${port === null || port === 443 ? '' : `:${port}`}`;
}

/** How high a box will be. */
export function boxHeight({ rows, vantage }: Box): number {
  const foot = rows.length > 0 ? footHeight : 0;
  return headHeight + rows.length * rowHeight + foot + (vantage === undefined ? 0 : vantageHeight);
}

/** How far below its top the middle of its last row is. */
export function lastRowMiddle(box: Box): number {
  return headHeight + box.rows.length * rowHeight - rowHeight / 2;
}

/** Draws a box. */
export function drawBox(box: Box, { x, y, width }: Placed): Markup {
  const look = box.verdict === undefined ? 'is-unseen' : `is-${box.verdict}`;
  const pillWidth = 34 + 6.6 * (box.verdict ?? '').length;
  const pillX = x + width - pillWidth - 7;
  const pill =
    box.verdict === undefined
      ? html`<text x="${x + 12}" y="${y + 35}" class="small">${fit(box.subtitle, width - 20)}</text>`
      : html`<rect class="pill" x="${pillX}" y="${y + 24}" width="${pillWidth}" height="17" rx="8.5"/><text class="pill-text" x="${pillX + pillWidth / 2}" y="${y + 36.5}" text-anchor="middle">${verdictSigns[box.verdict]} ${box.verdict}</text><text x="${x + 12}" y="${y + 36.5}" class="small mono">${fit(box.subtitle, width - pillWidth - 22)}</text>`;
  return html`<g class="box ${look}"><rect class="frame" x="${x}" y="${y}" width="${width}" height="${boxHeight(box)}" rx="7"/><rect class="stripe" x="${x}" y="${y}" width="5" height="${boxHeight(box)}" rx="2.5"/><text class="title" x="${x + 12}" y="${y + 18}"><title>${box.title}</title>${fit(box.title, width - 20)}</text>${pill}${box.rows.map((row, index) => drawRow(row, { x: x + 8, y: y + headHeight + index * rowHeight, width: width - 14 }))}${box.vantage === undefined ? '' : html`<text class="small" x="${x + 12}" y="${y + boxHeight(box) - 9}">${fit(box.vantage, width - 20)}</text>`}</g>`;
}

function drawRow({ text, verdict, link, spoken, marks }: Row, { x, y, width }: Placed): Markup {
  const room = width - 28 - (marks === '' ? 0 : 8 + marks.length * letterWidth);
  return html`<a href="${link}" class="row is-${verdict}"><title>${spoken}</title><rect class="row-back" x="${x}" y="${y}" width="${width}" height="${rowHeight - 2}" rx="4"/><text class="sign" x="${x + 11}" y="${y + 14.5}" text-anchor="middle">${verdictSigns[verdict]}</text><text class="mono" x="${x + 23}" y="${y + 14.5}">${fit(text, room)}</text>${marks === '' ? '' : html`<text class="marks" x="${x + width - 6}" y="${y + 14.5}" text-anchor="end">${marks}</text>`}</a>`;
}

/** Enough for a monospaced letter of 12 px in any usual font. */
const letterWidth = 7.3;

/** Cuts out the middle of a text that is too long; tooltip and screen readers have the whole text. */
function fit(text: string, width: number): string {
  const room = Math.floor(width / letterWidth);
  const letters = [...escapeForTerminal(text)];
  if (letters.length <= room) return text;
  const tail = Math.floor((room - 1) / 2);
  return `${letters.slice(0, room - 1 - tail).join('')}…${letters.slice(-tail).join('')}`;
}
