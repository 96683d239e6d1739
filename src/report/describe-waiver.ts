import type { Waiver } from '../model/waiver.ts';

/** `Waived by A. Datum until 2027-01-31: the vendor ships in January.` */
export function describeWaiver({ by, reason, until }: Waiver): string {
  return `Waived by ${by} until ${until}: ${reason}`;
}
