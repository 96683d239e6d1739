import type { ScanReport } from '../../model/scan-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { listWarningAlerts } from '../list-warning-alerts.ts';
import { renderLabelled } from './labelled-lines.ts';
import type { SectionContext } from './section-context.ts';

/** Endpoints named beside one alert; the JSON report names them all. */
const maximumEndpoints = 20;

/** What servers warned of in the handshake, and where. */
export function renderWarningAlerts({ endpoints }: ScanReport, { width, paint, label }: SectionContext): string {
  const rows = listWarningAlerts(endpoints).flatMap(({ name, reason, endpoints: concerned }) => {
    const more = concerned.length - maximumEndpoints;
    return [
      { label: escapeForTerminal(name), text: `The server warns${reason === undefined ? '' : `: ${reason}`}.` },
      { label: '', text: concerned.slice(0, maximumEndpoints).map(label).join('\n') },
      ...(more > 0 ? [{ label: '', text: `and ${more} more, all in --format json` }] : []),
    ];
  });
  return renderLabelled(rows, { width, paint }).join('\n');
}
