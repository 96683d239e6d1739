import process from 'node:process';

import type { AuditEvent } from '../../audit/contract.ts';
import type { Animal } from '../../lab/zoo/animal.ts';
import { demoRequest } from './demo-request.ts';
import { exitCodes } from '../exit-code.ts';
import { openDemoStdout } from './open-demo-stdout.ts';
import type { Format } from '../options/output-options.ts';
import { writeAudit } from '../output/write-audit.ts';
import type { ProcessContext } from '../process-context.ts';

/** For one animal: the silent ones take all of it, so this is what the zoo takes. */
const timeoutMs = 5_000;

/** Nearly all at once: most end in milliseconds. */
const concurrency = 50;

type EndpointEvent = Extract<AuditEvent, { kind: 'endpoint' }>;

/** What became of one animal. */
interface Seen {
  readonly event: EndpointEvent;
  /** From the first connection to the verdict. */
  readonly tookMs: number;
}

/** Audits the zoo of hostile servers, and says of each what it did and how it ended. */
export async function auditZoo(
  { format, isQuiet }: { readonly format: Format; readonly isQuiet: boolean },
  world: ProcessContext,
) {
  const [{ startZoo }, { audit }] = await Promise.all([
    import('../../lab/zoo/start-zoo.ts'),
    import('../../audit/audit.ts'),
  ]);
  const { now, monotonicMs, signal } = world;
  const zoo = await startZoo({ now: now(), signal });
  if (!isQuiet) world.say(`A zoo of ${zoo.animals.length} hostile servers opens on loopback.`);
  try {
    const request = await demoRequest(zoo, { concurrency, timeoutMs });
    const seen = new Map<string, Seen>();
    async function* watched() {
      for await (const event of audit(request, { now, monotonicMs, signal })) {
        if (event.kind === 'endpoint') {
          const tookMs = now().getTime() - Date.parse(event.observation.observedAt);
          seen.set(event.report.host, { event, tookMs });
        }
        yield event;
      }
    }
    const sinks = isQuiet || format === 'table' ? [] : [await openDemoStdout(format, world)];
    const telling = { sinks, failOn: 'never' as const, count: zoo.animals.length, isQuiet, stop: () => undefined };
    const code = await writeAudit(watched(), telling, world);
    if (code === exitCodes.interrupted || code === exitCodes.broken) return code;
    const wrong = zoo.animals.filter((animal) => !endedWell(animal, seen.get(hostOf(animal))));
    const text = `${isQuiet ? '' : await describeZoo(zoo.animals, seen, world.stdout)}${describeEnd(zoo.animals, wrong)}`;
    if (format === 'table') await world.stdout.write(text);
    else world.say(text);
    return wrong.length === 0 ? exitCodes.clean : exitCodes.broken;
  } finally {
    await zoo.close();
  }
}

function hostOf({ name }: Animal): string {
  return `${name}.zoo.test`;
}

function endedWell({ ends }: Animal, seen: Seen | undefined): boolean {
  if (seen === undefined) return false;
  const { failure, chain, findings } = seen.event.report;
  const isRightKind = failure === null ? ends.failure.length === 0 : ends.failure.includes(failure.kind);
  const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
  return isRightKind && chain.length === ends.chain && ends.fails.every((check) => failed.includes(check));
}

async function describeZoo(
  animals: readonly Animal[],
  seen: ReadonlyMap<string, Seen>,
  { width }: { readonly width: number },
): Promise<string> {
  const { renderGrid } = await import('../../report/terminal/grid.ts');
  const head = ['animal', 'ended in', 'chain', 'ms', 'what it does'].map((text) => ({ text }));
  const rows = animals.map((animal) => {
    const found = seen.get(hostOf(animal));
    const report = found?.event.report;
    const ended = report === undefined ? 'nothing' : (report.failure?.kind ?? report.verdict);
    const sign = endedWell(animal, found) ? '\u2713' : '\u2717';
    const cells = [
      `${sign} ${animal.name}`,
      ended,
      String(report?.chain.length ?? 0),
      String(found?.tookMs ?? ''),
      animal.does,
    ];
    return cells.map((text) => ({ text }));
  });
  return `${await renderGrid(rows, { width, gap: 2, head })}\n\n`;
}

function describeEnd(animals: readonly Animal[], wrong: readonly Animal[]): string {
  const peakMib = Math.round(process.resourceUsage().maxRSS / 1_024);
  const memory = `At most ${peakMib} MiB of memory were taken, zoo included.`;
  if (wrong.length === 0) return `All ${animals.length} ended as they have to. ${memory}\n`;
  return `Not as they have to: ${wrong.map(({ name }) => name).join(', ')}. ${memory}\n`;
}
