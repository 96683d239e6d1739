import { createIdRegister } from '../../model/endpoint-id.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { addressLabel } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { byteLength } from './byte-length.ts';
import { timeLeft } from './nagios-expiry.ts';
import type { NagiosThresholds } from './nagios-problems.ts';
import { rangeInDays } from './nagios-range.ts';

/** In bytes, of the 4,096 that Nagios 3 reads; what is beyond is left out, because half a label would spoil the rest. */
const maxDataLength = 1_500;

/**
 * `'label'=value[UOM];[warn];[crit];[min];[max]`: the whole days that the path has left, first the least of all, then, if there are
 * several endpoints, of each. `U`: the value could not be determined. Empty if no certificate was seen.
 */
export function performanceData({ endpoints, asOf }: ScanReport, { warning, critical }: NagiosThresholds): string {
  const seen = endpoints.filter(({ verdict, chain }) => verdict !== 'unreachable' && chain.length > 0);
  if (seen.length === 0) return '';
  const ranges = [warning, critical].map((range) => (range === undefined ? '' : rangeInDays(range)));
  const register = createIdRegister();
  const write = (label: string, days: number | undefined): string =>
    `${quoteLabel(register(label))}=${days ?? 'U'};${ranges.join(';')};;`;
  const days = seen.map((endpoint) => timeLeft(endpoint, asOf)?.days);
  const least = days.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a));
  let text = write('days_left', least);
  if (seen.length === 1) return text;
  for (const [index, endpoint] of seen.entries()) {
    const next = ` ${write(`${nameOf(endpoint)} days_left`, days[index])}`;
    if (byteLength(text + next) > maxDataLength) break;
    text += next;
  }
  return text;
}

/** Labels stay the same from run to run, so that graphs go on. */
function nameOf(endpoint: EndpointReport): string {
  const { role, host, port } = endpoint;
  return port === null ? `${role} ${host}` : `${role} ${host}@${addressLabel(endpoint)}`;
}

/** A label must not hold an equals sign; a quote would have to be doubled, which not every parser knows. */
function quoteLabel(text: string): string {
  const shown = escapeForTerminal(text).replace(
    /[=|']/g,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
  return `'${shown}'`;
}
