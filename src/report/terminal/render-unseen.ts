import { groupBy } from '../../model/group-by.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { groupFindings } from '../group-findings.ts';
import { listInconclusive } from '../list-inconclusive.ts';
import { plural } from '../plural.ts';
import { renderLabelled } from './labelled-lines.ts';
import type { SectionContext } from './section-context.ts';
import { wrapText } from './wrap-text.ts';

/** What cannot be seen over TLS, each once for all endpoints, with what to do instead. */
export function renderNotVisible({ endpoints, checks }: ScanReport, { width, paint }: SectionContext): string {
  const lines = groupFindings(endpoints, 'not-observable').flatMap(({ check, answers }) => {
    const title = `${check}: ${findDescription(checks, check)?.title ?? ''}`;
    const rows = answers.map(({ finding, endpoints: on }) => {
      const where = answers.length === 1 ? '' : ` (${plural(on.length, 'endpoint')})`;
      return { label: '', text: escapeForTerminal(`${finding.message}${where}`) };
    });
    return [
      ...wrapText(escapeForTerminal(title), width).map(paint.bold),
      ...renderLabelled(rows, { width, paint, labelWidth: 2 }),
    ];
  });
  return lines.join('\n');
}

/** What could have been seen and was not, by reason: which checks, on how many endpoints, and why. */
export function renderInconclusive({ endpoints }: ScanReport, { width, paint }: SectionContext): string {
  const concerned = endpoints.map((endpoint) => ({ ...endpoint, findings: [...listInconclusive(endpoint)] }));
  const answers = groupFindings(concerned, 'undetermined').flatMap(({ check, answers: ofCheck }) =>
    ofCheck.map(({ finding, endpoints: on }) => ({
      check,
      reason: finding.reason ?? '-',
      message: firstSentence(finding.message),
      count: on.length,
    })),
  );
  // Checks that could not answer for the same reason, in the same words, on as many endpoints, stand together.
  const groups = groupBy(answers, ({ reason, message, count }) => JSON.stringify([reason, message, count]));
  const rows = [...groups.values()].map((group) => {
    const [{ reason, message, count }] = group;
    const checks = group.map(({ check }) => check).join(', ');
    return {
      label: escapeForTerminal(reason),
      text: escapeForTerminal(`${checks} (${plural(count, 'endpoint')}): ${message}`),
    };
  });
  return renderLabelled(rows, { width, paint }).join('\n');
}

/** What else is known of deployments and of the run as a whole: checks across endpoints that do not fail. */
export function renderAcross({ deploymentFindings }: ScanReport, { width, paint }: SectionContext): string {
  const shown = deploymentFindings.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'not-applicable');
  const isOneDeployment = new Set(shown.map(({ deployment }) => deployment)).size <= 1;
  const rows = shown.map(({ outcome, check, deployment, message }) => {
    const place = deployment === null || isOneDeployment ? '' : `${deployment}: `;
    return {
      label: `${outcome === 'pass' ? '✓' : '?'} ${escapeForTerminal(check)}`,
      text: escapeForTerminal(`${place}${firstSentence(message)}`),
    };
  });
  return renderLabelled(rows, { width, paint }).join('\n');
}
