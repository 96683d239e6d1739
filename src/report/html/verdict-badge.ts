import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Severity, Verdict } from '../../model/vocabulary.ts';
import { html, type Markup } from './markup.ts';

/** A sign beside every colour: shapes differ, so the report reads in black and white. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { pass: '✓', warn: '!', fail: '✕', unreachable: '?' };

/** Gravest first. An endpoint nobody reached weighs more than a warning: nothing is known about it. */
export const verdictsWorstFirst: readonly Verdict[] = ['fail', 'unreachable', 'warn', 'pass'];

/** The gravest verdict among endpoints; undefined where there are none. */
export function worstVerdict(endpoints: readonly EndpointReport[]): Verdict | undefined {
  return verdictsWorstFirst.find((verdict) => endpoints.some((endpoint) => endpoint.verdict === verdict));
}

/** `✕ fail`, coloured. */
export function verdictBadge(verdict: Verdict): Markup {
  return html`<span class="badge is-${verdict}"><span aria-hidden="true">${verdictSigns[verdict]}</span> ${verdict}</span>`;
}

/** `error`, in the colour of what such a finding does to a verdict. */
export function severityBadge(severity: Severity | null): Markup {
  const look = severity === 'warning' ? 'warn' : severity === 'info' ? 'info' : 'fail';
  return html`<span class="badge is-${look}">${severity ?? 'fails'}</span>`;
}
