import type { EndpointHistory } from '../../history/endpoint-history.ts';
import { html, type Markup } from '../../report/html/markup.ts';

/** Lengths in SVG units. */
const width = 1_000;
const start = 92;
const laneHeight = 22;
const letterWidth = 7;
/** Spans of a lane that are drawn: the newest. */
const maxSpans = 200;

/** Verdicts and certificates of an endpoint side by side, as two lanes over the time in which it was audited. The tables below it say the same. */
export function drawHistory({ states, certificates }: EndpointHistory): Markup {
  const instants = [...states, ...certificates].flatMap(({ firstSeen, lastSeen }) => [firstSeen, lastSeen]).toSorted();
  const [from, to] = [instants[0], instants.at(-1)];
  if (from === undefined || to === undefined) return html`<p>Nothing is known yet.</p>`;
  if (from === to) return html`<p>It was audited once so far, at ${from.slice(0, 16).replace('T', ' ')} UTC.</p>`;
  const scale = (instant: string): number =>
    round(start + ((width - start) * (Date.parse(instant) - Date.parse(from))) / (Date.parse(to) - Date.parse(from)));
  const spans = (all: readonly Span[], y: number, look: (index: number) => string, text: (index: number) => string) =>
    all.slice(-maxSpans).map((span, at) => {
      const index = Math.max(0, all.length - maxSpans) + at;
      const [x, end] = [scale(span.firstSeen), scale(all[index + 1]?.firstSeen ?? to)];
      const spanWidth = Math.max(2, round(end - x));
      const label = text(index);
      const shown = label.length * letterWidth + 8 < spanWidth ? label : '';
      return html`<g><title>${label}, from ${span.firstSeen.slice(0, 16).replace('T', ' ')}</title><rect class="${look(index)}" x="${x}" y="${y}" width="${spanWidth}" height="${laneHeight}" rx="3"/>${shown === '' ? '' : html`<text class="on-span ${look(index)}" x="${round(x + 6)}" y="${y + 15}">${shown}</text>`}</g>`;
    });
  const verdicts = spans(
    states,
    0,
    (index) => `is-${states[index]?.verdict ?? 'unreachable'}`,
    (index) => states[index]?.verdict ?? '',
  );
  const leaves = spans(
    certificates,
    laneHeight + 8,
    () => 'certificate',
    (index) => `until ${certificates[index]?.notAfter?.slice(0, 10) ?? '?'}`,
  );
  const bottom = 2 * laneHeight + 28;
  return html`<svg class="history-strip" viewBox="0 0 ${width} ${bottom + 6}" role="img" aria-label="Verdicts and certificates from ${from.slice(0, 10)} to ${to.slice(0, 10)}: ${states.length} verdicts and ${certificates.length} certificates, listed below"><text x="0" y="15">verdict</text><text x="0" y="${laneHeight + 23}">certificate</text>${verdicts}${leaves}<text x="${start}" y="${bottom}">${from.slice(0, 16).replace('T', ' ')}</text><text x="${width}" y="${bottom}" text-anchor="end">${to.slice(0, 16).replace('T', ' ')}</text></svg>`;
}

interface Span {
  readonly firstSeen: string;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
