import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Severity, Verdict } from '../../model/vocabulary.ts';
import { html, type Markup } from './markup.ts';

/** A sign beside every colour, so that the report can be read in black and white. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✕',
  waived: '~',
  unreachable: '?',
};

/** An unreachable endpoint ranks above a warning, because nothing is known about it. */
export const verdictsWorstFirst: readonly Verdict[] = ['fail', 'unreachable', 'warn', 'waived', 'pass'];

/** The worst verdict among endpoints; undefined if there are none. */
export function worstVerdict(endpoints: readonly EndpointReport[]): Verdict | undefined {
  return verdictsWorstFirst.find((verdict) => endpoints.some((endpoint) => endpoint.verdict === verdict));
}

/** `✕ fail`, coloured. */
export function verdictBadge(verdict: Verdict): Markup {
  return html`<span class="badge is-${verdict}"><span aria-hidden="true">${verdictSigns[verdict]}</span> ${verdict}</span>`;
}

/** `error`, in the colour of the verdict that such a finding leads to. */
export function severityBadge(severity: Severity | null): Markup {
  const look = severity === 'warning' ? 'warn' : severity === 'info' ? 'info' : 'fail';
  return html`<span class="badge is-${look}">${severity ?? 'fails'}</span>`;
}
