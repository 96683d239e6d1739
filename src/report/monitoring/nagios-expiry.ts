import type { CertificateSummary, EndpointReport } from '../../model/endpoint-report.ts';
import { daysLeft, isPast } from '../days-left.ts';
import { pathEnd } from '../path-end.ts';
import { plural } from '../plural.ts';
import { commonName } from './common-name.ts';

/** What is left of the path that an endpoint's certificate is judged by. */
export interface TimeLeft extends Pick<CertificateSummary, 'sha256' | 'subject' | 'notAfter'> {
  readonly isPast: boolean;
  /** Whole days and hours, rounded down; negative: since the end. */
  readonly days: number;
  readonly hours: number;
}

const msPerHour = 3_600_000;

/** Undefined: no certificate was seen, or it cannot be decoded. */
export function timeLeft(endpoint: EndpointReport, asOf: string): TimeLeft | undefined {
  const end = pathEnd(endpoint);
  if (end === undefined) return undefined;
  const { sha256, subject, notAfter } = end;
  const hours = Math.trunc((Date.parse(notAfter) - Date.parse(asOf)) / msPerHour);
  return { sha256, subject, notAfter, isPast: isPast(notAfter, asOf), days: daysLeft(notAfter, asOf), hours };
}

/** `CN=im.contoso.com expires in 79 days, on 2027-02-18`, or `CN=im.contoso.com expired on 2026-11-15, 15 days ago`. */
export function describeExpiry(
  { subject, notAfter, isPast, days, hours }: TimeLeft,
  unit: 'days' | 'hours' = 'days',
): string {
  const name = commonName(subject);
  const shown = name === undefined ? subject || 'A certificate without a subject' : `CN=${name}`;
  const date = notAfter.slice(0, 10);
  if (isPast) return `${shown} expired on ${date}, ${days < 0 ? plural(-days, 'day') : 'less than a day'} ago`;
  const left = unit === 'hours' ? plural(hours, 'hour') : days < 1 ? 'less than a day' : plural(days, 'day');
  return `${shown} expires in ${left}, on ${date}`;
}
