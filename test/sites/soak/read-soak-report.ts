import { readFileLines } from '../../../src/cli/input/read-lines.ts';
import { fleetHost } from '../../bench/memory/leaf-mint.ts';
import { siteOfIndex, type SoakFleet } from './soak-server.ts';

/** What a report of the fleet holds, by what may be wrong with it. All but the first are to be 0, and `summary` true. */
export interface SoakReport {
  /** Endpoints that stand in it, each counted once. */
  readonly endpoints: number;
  readonly lost: number;
  readonly twice: number;
  /** Of another site or certificate than asked for, not seen, or judged bad. */
  readonly wrong: number;
  /** Whether its last line sums up a complete run of that many endpoints. */
  readonly hasSummary: boolean;
  /** For whoever looks at a failure. */
  readonly examples: readonly string[];
}

interface Line {
  readonly host?: string;
  readonly site?: string;
  readonly seenFrom?: string;
  readonly verdict?: string;
  readonly failure?: unknown;
  readonly chain?: readonly { readonly der: string }[];
  readonly complete?: boolean;
  readonly summary?: { readonly endpoints: number; readonly pass: number; readonly warn: number };
}

export async function readSoakReport(file: string, { size, sites }: SoakFleet): Promise<SoakReport> {
  const times = new Uint8Array(size);
  const examples: string[] = [];
  let wrong = 0;
  let hasSummary = false;
  const complain = (text: string): void => {
    wrong += 1;
    if (examples.length < 5) examples.push(text);
  };
  for await (const text of readFileLines(file)) {
    const line = JSON.parse(text) as Line;
    hasSummary = line.summary !== undefined && isSound(line, size);
    if (line.summary !== undefined) {
      if (!hasSummary) examples.push(text.slice(0, 2_000));
      continue;
    }
    const index = Number(line.host?.slice(1, 9));
    if (!(index < size)) {
      complain(`not asked for: ${text.slice(0, 300)}`);
      continue;
    }
    times[index] = (times[index] ?? 0) + 1;
    const objection = objectionTo(line, index, sites);
    if (objection !== undefined) complain(`${objection}: ${text.slice(0, 800)}`);
  }
  const lost = times.filter((count) => count === 0).length;
  const twice = times.filter((count) => count > 1).length;
  return { endpoints: size - lost, lost, twice, wrong, hasSummary, examples };
}

function isSound({ complete, summary }: Line, size: number): boolean {
  return complete === true && summary?.endpoints === size && summary.pass + summary.warn === size;
}

function objectionTo(
  { site, seenFrom, verdict, failure, chain }: Line,
  index: number,
  sites: readonly string[],
): string | undefined {
  if (failure !== null || (verdict !== 'pass' && verdict !== 'warn')) return 'not sound';
  if (site !== siteOfIndex(index, sites) || seenFrom !== site) return 'of another site';
  const [leaf] = chain ?? [];
  const isOwn = leaf !== undefined && Buffer.from(leaf.der, 'base64').includes(fleetHost(index));
  return isOwn ? undefined : 'of another certificate';
}
