import type { Cause } from '../../model/cause.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { causeCard } from './cause-card.ts';
import { collectEvidence } from './cause-evidence.ts';
import { causeFindings } from './cause-findings.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { reportLinks } from './page-links.ts';
import { countSeverities } from '../severity-counts.ts';

/** Causes beside the picture: about as many as are as high as it with what stands below it. */
const maxBeside = 8;
/** Causes listed at all; the matrix names those of every endpoint. */
const maxListed = 200;

/** The causes of a report as three pieces of the page. */
export interface RenderedCauses {
  /** The worst, beside the picture. */
  readonly first: Markup;
  /** The rest, across the page; empty if there is none. */
  readonly rest: Markup;
  /** Those that the operator accepts; empty if there are none. */
  readonly waived: Markup;
}

/** What there is to do, the worst first: each cause once, on however many endpoints it shows. */
export function renderCauses(report: ScanReport): RenderedCauses {
  const { checks, summary } = report;
  const evidenceOf = collectEvidence(report);
  const counted = report.causes.filter(({ waiver }) => waiver === null);
  const waived = report.causes.filter(({ waiver }) => waiver !== null);
  const card = (cause: Cause, number?: number): Markup => {
    const evidence = evidenceOf(cause);
    return causeCard(cause, {
      number,
      endpoints: evidence.endpoints,
      links: reportLinks,
      beside: causeFindings(evidence, checks),
    });
  };
  const cards = counted.slice(0, maxListed).map((cause, index) => card(cause, index + 1));
  // A single further cause needs no section of its own.
  const besideCount = cards.length === maxBeside + 1 ? cards.length : maxBeside;
  const beside = cards.slice(0, besideCount);
  const below = cards.slice(besideCount);
  const unlisted = counted.length - cards.length;
  const more = counted.length - beside.length;
  return {
    first: html`<section id="causes" aria-labelledby="causes-title"><h2 id="causes-title">${counted.length === 0 ? 'Nothing to fix' : html`${countOf(counted.length, 'cause')} to fix <span class="faint">${countSeverities(counted)}</span>`}</h2>${counted.length === 0 ? html`<p class="card">${nothingWrong(summary, waived.length)}</p>` : ''}${beside}${more > 0 ? html`<p class="screen-only"><a href="#more-causes">${countOf(more, 'more cause')} below</a></p>` : ''}</section>`,
    rest:
      below.length === 0
        ? html``
        : html`<section id="more-causes" class="causes-wide"><h2>Further causes</h2>${below}${unlisted > 0 ? html`<p>and ${countOf(unlisted, 'more cause')}: <a href="${reportLinks.endpoints({ verdict: 'fail' })}">the table</a> lists those of every endpoint.</p>` : ''}</section>`,
    waived:
      waived.length === 0
        ? html``
        : html`<section id="waived" class="causes-wide"><h2>${countOf(waived.length, 'waived cause')} <span class="faint">accepted until a date, not counted</span></h2>${waived.slice(0, maxListed).map((cause) => card(cause))}${waived.length > maxListed ? html`<p>and ${grouped(waived.length - maxListed)} more, in the table of endpoints</p>` : ''}</section>`,
  };
}

function nothingWrong({ endpoints, unreachable }: ScanReport['summary'], waived: number): string {
  if (endpoints === 0) return 'No endpoint was audited.';
  const sentences = [
    unreachable === endpoints ? [] : ['No check failed.'],
    unreachable === 0 ? [] : [`${countOf(unreachable, 'endpoint')} could not be reached.`],
    waived === 0 ? [] : [`${countOf(waived, 'cause')} ${waived === 1 ? 'is' : 'are'} waived.`],
  ];
  return sentences.flat().join(' ');
}
