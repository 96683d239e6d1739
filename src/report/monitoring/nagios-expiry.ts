import type { CertificateSummary, EndpointReport } from '../../model/endpoint-report.ts';
import { spanText } from '../../model/span-text.ts';
import { daysLeft, isPast } from '../days-left.ts';
import { pathEnd } from '../path-end.ts';
import { commonName } from './common-name.ts';

/** What is left of the path that an endpoint's certificate is judged by. */
export interface TimeLeft extends Pick<CertificateSummary, 'sha256' | 'subject' | 'notAfter'> {
  readonly isPast: boolean;
  /** Whole days and hours, rounded down; negative: since the end. */
  readonly days: number;
  readonly hours: number;
  /** The same in milliseconds. */
  readonly leftMs: number;
}

const msPerHour = 3_600_000;

/** Undefined: no certificate was seen, or it cannot be decoded. */
export function timeLeft(endpoint: EndpointReport, asOf: string): TimeLeft | undefined {
  const end = pathEnd(endpoint);
  if (end === undefined) return undefined;
  const { sha256, subject, notAfter } = end;
  const leftMs = Date.parse(notAfter) - Date.parse(asOf);
  const hours = Math.trunc(leftMs / msPerHour);
  return { sha256, subject, notAfter, leftMs, isPast: isPast(notAfter, asOf), days: daysLeft(notAfter, asOf), hours };
}

/** `CN=im.contoso.com expires in 79 days, on 2027-02-18`, or `CN=im.contoso.com expired on 2026-11-15, 15 days ago`. */
export function describeExpiry(
  { subject, notAfter, isPast, leftMs }: TimeLeft,
  unit: 'days' | 'hours' = 'days',
): string {
  const name = commonName(subject);
  const shown = name === undefined ? subject || 'A certificate without a subject' : `CN=${name}`;
  const date = notAfter.slice(0, 10);
  if (isPast) return `${shown} expired on ${date}, ${spanText(-leftMs)} ago`;
  return `${shown} expires in ${spanText(leftMs, unit === 'days' ? 1 : Number.POSITIVE_INFINITY)}, on ${date}`;
}
