import { type Expiry, urgency } from './list-expiries.ts';
import { html, type Markup } from './markup.ts';
import { countOf } from './numbers.ts';
import type { PageLinks } from './page-links.ts';

/** Expiries named beside the line. */
const maxNamed = 5;
/** Dots drawn on the line. */
const maxDots = 200;

const width = 400;
const start = 88;
const end = width - 18;

/** Marks of the line. The next days get more room than later years, because they need decisions. */
const marks = [
  { days: 0, label: 'now' },
  { days: 7, label: '7 d' },
  { days: 30, label: '30 d' },
  { days: 90, label: '90 d' },
  { days: 365, label: '1 y' },
  { days: 1_825, label: '5 y' },
  { days: 9_125, label: '25 y' },
];

/** When certificates expire: a dot each on a line, and the next ones by name. `where` says after their number where the rest is listed. */
export function drawTimeLine(
  expiries: readonly Expiry[],
  { links, where }: { readonly links: PageLinks; readonly where: Markup },
): Markup {
  if (expiries.length === 0) return html`<p>No certificate was seen.</p>`;
  const dots = expiries.slice(0, maxDots);
  const more = expiries.length - maxNamed;
  return html`<svg class="time-line" viewBox="0 0 ${width} 58" role="img" aria-label="${spoken(expiries)}"><rect class="past" x="8" y="14" width="${start - 8}" height="16" rx="3"/><text class="tick" x="${8 + (start - 8) / 2 - 6}" y="50" text-anchor="middle">expired</text><path class="axis" d="M${start} 22H${end}"/>${marks.map(({ days, label }) => html`<path class="axis" d="M${position({ isPast: false, days })} 15V29"/><text class="tick" x="${position({ isPast: false, days })}" y="50" text-anchor="middle">${label}</text>`)}${dots.map((expiry) => html`<circle class="dot is-${urgency(expiry)}" cx="${position(expiry)}" cy="22" r="5"/>`)}</svg>
<ol class="expiries">${expiries.slice(0, maxNamed).map((expiry) => nameExpiry(expiry, links))}</ol>${more > 0 ? html`<p class="faint">and ${countOf(more, 'more certificate')}; ${where}</p>` : ''}`;
}

function nameExpiry(expiry: Expiry, links: PageLinks): Markup {
  const { subject, notAfter, count, endpoint } = expiry;
  return html`<li><span class="badge is-${urgency(expiry)}">${expiry.text}</span> <a href="${links.endpoint(endpoint)}"><bdi>${subject === '' ? '(no subject)' : subject}</bdi></a> <span class="faint">${notAfter.slice(0, 10)}, ${countOf(count, 'endpoint')}${serverOrRole(endpoint)}</span></li>`;
}

/** Tells certificates of the same name apart. */
function serverOrRole({ server, role, address }: Expiry['endpoint']): string {
  return ` (${server ?? `${role}${address === null ? '' : ` ${address}`}`})`;
}

function position({ isPast, days }: Pick<Expiry, 'isPast' | 'days'>): number {
  if (isPast) return 8 + (start - 8) / 2;
  const next = marks.findIndex((mark) => days < mark.days);
  const to = marks[next];
  const from = marks[next - 1];
  if (from === undefined || to === undefined) return end;
  const step = (end - start) / (marks.length - 1);
  return Math.round((start + step * (next - 1 + (days - from.days) / (to.days - from.days))) * 10) / 10;
}

function spoken(expiries: readonly Expiry[]): string {
  const expired = expiries.filter(({ isPast }) => isPast).length;
  const soon = expiries.filter((expiry) => urgency(expiry) === 'warn').length;
  return `Of ${expiries.length} certificates ${expired} are expired and ${soon} expire within 30 days. The list below names the next.`;
}
