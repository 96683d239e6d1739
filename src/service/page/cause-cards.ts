import type { KnownEndpoint } from '../../history/known-endpoints.ts';
import type { StandingCause } from '../../history/list-causes.ts';
import { causeCard } from '../../report/html/cause-card.ts';
import { html, lines, type Markup } from '../../report/html/markup.ts';
import { causeLink, serviceLinks } from './service-links.ts';
import { showAge, showInstant } from './show-instant.ts';
import { waiverText } from './waiver-text.ts';

/** What cards of causes refer to. */
export interface CardSurroundings {
  readonly endpoints: ReadonlyMap<string, KnownEndpoint>;
  readonly now: Date;
}

/** A cause as the HTML report shows it, with since when it has been there and the text of a waiver. `number`: undefined if it is waived. */
export function standingCard(
  standing: StandingCause,
  number: number | undefined,
  { endpoints, now }: CardSurroundings,
): Markup {
  const { key, cause, firstSeen } = standing;
  return causeCard(cause, {
    number,
    endpoints: cause.endpoints.flatMap((id) => endpoints.get(id) ?? []),
    links: serviceLinks,
    note: html`<p class="cause-note">Since ${showAge(firstSeen, now)}</p>`,
    beside: html`${seenSince(standing)}<p class="screen-only"><a href="${causeLink(key)}">Page of this cause, with its history</a></p>${waiverBox(standing, now)}`,
  });
}

function seenSince({ series, firstSeen, lastSeen }: StandingCause): Markup {
  return html`<h4>When it was seen</h4><dl><div><dt>First</dt><dd>${showInstant(firstSeen)}</dd></div><div><dt>Last</dt><dd>${showInstant(lastSeen)}</dd></div><div><dt>Schedule</dt><dd>${series}</dd></div></dl>`;
}

/** How to accept a cause: waivers stay in files, where they are reviewed. */
function waiverBox(standing: StandingCause, now: Date): Markup {
  if (standing.waived) return html``;
  return html`<details class="raw"><summary>Accept it for a limited time: waiver to copy</summary><p class="faint">Put it under <code>waivers</code> of the deployment (or of <code>defaults</code>) in the targets file, and fill in who accepts it and why. It takes effect with the next run.</p><pre tabindex="0">${lines(waiverText(standing, now).trimEnd())}</pre></details>`;
}
