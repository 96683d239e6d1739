import type { ScanReport } from '../../model/scan-report.ts';

/** By endpoint id: the numbers, as in the list of causes, of what is wrong there. */
export type CauseNumbers = ReadonlyMap<string, readonly number[]>;

/** Numbers the causes that count, the worst first, so that the picture can refer to their list. */
export function numberCauses({ causes, endpoints }: ScanReport): CauseNumbers {
  const counted = causes.filter(({ waiver }) => waiver === null);
  const numberOf = new Map(counted.map(({ key }, index) => [key, index + 1]));
  return new Map(
    endpoints.map((endpoint) => {
      const own = endpoint.causes.filter(({ waiver }) => waiver === null);
      return [endpoint.id, own.flatMap(({ key }) => numberOf.get(key) ?? []).sort((a, b) => a - b)];
    }),
  );
}
