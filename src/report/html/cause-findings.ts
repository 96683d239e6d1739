import type { ScanSummary } from '../../model/scan-report.ts';
import { findFault } from '../find-fault.ts';
import { whatWasSeen } from '../what-was-seen.ts';
import { entry } from './cause-card.ts';
import type { CauseEvidence, CountedFinding } from './cause-evidence.ts';
import { html, type Markup } from './markup.ts';
import { countOf } from './numbers.ts';

/** What a card shows of a cause on thousands of endpoints. */
const maxFindings = 6;

/** What was seen of a cause, and what could not be judged because of it. */
export function causeFindings({ findings, notJudged }: CauseEvidence, checks: ScanSummary['checks']): Markup {
  const hidden = findings.length - maxFindings;
  const skipped =
    notJudged.length === 0
      ? ''
      : html`<p>${countOf(notJudged.length, 'check')} not judged until this is fixed: <span class="mono">${notJudged.join(', ')}</span></p>`;
  return html`<h4>What was seen</h4>${findings.slice(0, maxFindings).map((each) => seen(each, checks))}${hidden > 0 ? html`<p class="faint">and ${countOf(hidden, 'more finding')}, on the pages of the endpoints</p>` : ''}${skipped}`;
}

/** A finding, headed by what is wrong. Why and what to do stand with the cause. */
function seen({ finding, endpoints }: CountedFinding, checks: ScanSummary['checks']): Markup {
  const { check, message, expected, observed } = finding;
  const declared = findFault(checks, finding);
  return html`<div class="seen"><p><strong>${declared?.title ?? 'The check fails'}</strong> <span class="faint"><span class="mono">${check}</span>, ${countOf(endpoints, 'endpoint')}</span></p><p>${whatWasSeen(message, declared?.why)}</p><dl>${entry('Expected', expected)}${entry('Observed', observed)}</dl></div>`;
}
