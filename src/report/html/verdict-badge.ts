import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Severity, Verdict } from '../../model/vocabulary.ts';
import { html, type Markup } from './markup.ts';

/** A sign beside every color, so that the report can be read in black and white. */
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
export function worstVerdict(endpoints: readonly Pick<EndpointReport, 'verdict'>[]): Verdict | undefined {
  return verdictsWorstFirst.find((verdict) => endpoints.some((endpoint) => endpoint.verdict === verdict));
}

/** `✕ fail`, colored. */
export function verdictBadge(verdict: Verdict): Markup {
  return badge(verdict, verdictSigns[verdict], verdict);
}

const severitySigns: Readonly<Record<Severity, string>> = { critical: '✕', error: '✕', warning: '!', info: 'i' };

/** `✕ error`, in the color of the verdict that such a cause leads to; critical stands out. */
export function severityBadge(severity: Severity): Markup {
  return badge(severityLook(severity), severitySigns[severity], severity);
}

/** `~ error, waived`. */
export function waivedBadge(severity: Severity): Markup {
  return badge('waived', verdictSigns.waived, `${severity}, waived`);
}

const severityLooks = { critical: 'critical', error: 'fail', warning: 'warn', info: 'info' } as const;

/** The class of what fails with a severity, without its `is-`. */
export function severityLook(severity: Severity): string {
  return severityLooks[severity];
}

function badge(look: string, sign: string, text: string): Markup {
  return html`<span class="badge is-${look}"><span aria-hidden="true">${sign}</span> ${text}</span>`;
}
