import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/**
 * Reads a Time (RFC 5280 §4.1.2.5) as an instant in whole seconds. Accepted as odd are an offset instead of Z, fractions
 * (dropped), GeneralizedTime before 2050, and missing seconds in UTCTime only, as a GeneralizedTime of twelve digits is more
 * likely a UTCTime under the wrong tag. Two-digit years from 50 on are of the 20th century.
 */
export function readTime(reader: DerReader, what: string): Date {
  const tag = reader.nextTag === derTags.generalizedTime ? derTags.generalizedTime : derTags.utcTime;
  const content = reader.content(tag, what);
  const digits = new DigitCursor(content);
  const century = tag === derTags.generalizedTime ? digits.two() * 100 : undefined;
  const yearOfCentury = digits.two();
  const year = (century ?? (yearOfCentury >= 50 ? 1900 : 2000)) + yearOfCentury;
  const month = digits.two();
  const day = digits.two();
  const hour = digits.two();
  const minute = digits.two();
  const second = digits.atDigit || century !== undefined ? digits.two() : undefined;
  const hasFraction = digits.skipFraction();
  const offsetMinutes = digits.offsetMinutes();
  if (!digits.isExhausted || !isCalendarTime({ year, month, day, hour, minute, second: second ?? 0 })) {
    reader.fail('bad-value', `The time ${what} cannot be read.`);
    return new Date(0);
  }
  if (second === undefined) reader.note(`${what} leaves out the seconds`);
  if (hasFraction) reader.note(`${what} has fractions of a second`);
  if (offsetMinutes !== undefined) reader.note(`${what} has an offset instead of Z`);
  if (century !== undefined && year < 2050) reader.note(`${what} is a GeneralizedTime before 2050`);
  const later = Date.UTC(year + 400, month - 1, day, hour, minute - (offsetMinutes ?? 0), second ?? 0);
  const instant = new Date(later - fourCenturiesMs);
  if (isWritable(instant)) return instant;
  reader.fail('bad-value', `The time ${what} lies outside the years 0 to 9999.`);
  return new Date(0);
}

/** Whether it can be written with a year of four digits; an offset reaches past both ends. */
function isWritable(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 0 && year <= 9_999;
}

/** `Date.UTC` reads years below 100 as 19xx, so 400 years are added first: after these the calendar repeats itself. */
const fourCenturiesMs = 146_097 * 86_400_000;

interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function isCalendarTime({ year, month, day, hour, minute, second }: CalendarTime): boolean {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days =
    month === 2 ? (isLeapYear ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day >= 1 && day <= days;
}

/** Reads digits; after anything else `isExhausted` stays false. */
class DigitCursor {
  private readonly bytes: Uint8Array;
  private position = 0;
  private isBroken = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isExhausted(): boolean {
    return !this.isBroken && this.position === this.bytes.length;
  }

  get atDigit(): boolean {
    return isDigit(this.bytes[this.position] ?? 0);
  }

  two(): number {
    const tens = this.bytes[this.position] ?? 0;
    const ones = this.bytes[this.position + 1] ?? 0;
    if (!isDigit(tens) || !isDigit(ones)) this.isBroken = true;
    this.position += 2;
    return tens * 10 + ones - 0x30 * 11;
  }

  /** Skips `.123` or `,123`; false if there is none. */
  skipFraction(): boolean {
    const octet = this.bytes[this.position];
    if (octet !== 0x2e && octet !== 0x2c) return false;
    this.position += 1;
    this.isBroken ||= !this.atDigit;
    while (this.atDigit) this.position += 1;
    return true;
  }

  /** Minutes east of UTC; undefined for Z. */
  offsetMinutes(): number | undefined {
    const sign = this.bytes[this.position];
    this.position += 1;
    if (sign === 0x5a) return undefined;
    this.isBroken ||= sign !== 0x2b && sign !== 0x2d;
    const hours = this.two();
    const minutes = this.two();
    this.isBroken ||= hours > 23 || minutes > 59;
    return (sign === 0x2d ? -1 : 1) * (hours * 60 + minutes);
  }
}

function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}
