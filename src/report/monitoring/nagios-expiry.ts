import type { EndpointReport } from '../../model/endpoint-report.ts';
import { daysLeft } from '../days-left.ts';
import { type PathEnd, pathEnd } from '../path-end.ts';
import { plural } from '../plural.ts';
import { commonName } from './common-name.ts';

/** What is left of the path that an endpoint's certificate is judged by. */
export interface TimeLeft extends PathEnd {
  /** Whole days and hours; negative after the end. */
  readonly days: number;
  readonly hours: number;
}

const msPerHour = 3_600_000;

/** Undefined: no certificate was seen, or it cannot be decoded. */
export function timeLeft(endpoint: EndpointReport, asOf: string): TimeLeft | undefined {
  const end = pathEnd(endpoint);
  if (end === undefined) return undefined;
  const days = daysLeft(end.notAfter.toISOString(), asOf);
  return { ...end, days, hours: Math.floor((end.notAfter.getTime() - Date.parse(asOf)) / msPerHour) };
}

/** `CN=im.contoso.com expires in 79 days, on 2027-02-18`, or `CN=im.contoso.com expired on 2026-11-15, 15 days ago`. */
export function describeExpiry({ subject, notAfter, days, hours }: TimeLeft, unit: 'days' | 'hours' = 'days'): string {
  const name = commonName(subject);
  const shown = name === undefined ? subject || 'A certificate without a subject' : `CN=${name}`;
  const date = notAfter.toISOString().slice(0, 10);
  if (hours < 0) return `${shown} expired on ${date}, ${hours < -24 ? plural(-days, 'day') : 'less than a day'} ago`;
  const left = unit === 'hours' ? plural(hours, 'hour') : days < 1 ? 'less than a day' : plural(days, 'day');
  return `${shown} expires in ${left}, on ${date}`;
}
