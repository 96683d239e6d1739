import type { Waiver } from '../model/waiver.ts';

/** `by A. Datum until 2027-01-31: the vendor ships in January` */
export function describeWaiver({ by, reason, until }: Waiver): string {
  return `by ${by} until ${until}: ${reason}`;
}
