import type { AuditEvent } from '../../audit/contract.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { sleep } from '../../scan/sleep.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Destination } from '../options/output-options.ts';
import { openSink, type ReportSink } from '../output/report-sink.ts';
import { openRunSaver } from '../output/save-run.ts';
import { type RunSaver, writeAudit } from '../output/write-audit.ts';
import type { ProcessContext } from '../process-context.ts';

/** An audit that is about to start. */
export interface Run {
  readonly destinations: readonly Destination[];
  /** `--save-observations`. */
  readonly saveTo?: string | undefined;
  readonly failOn: FailOn;
  readonly count: number | undefined;
  readonly isQuiet: boolean;
  /** Waited for when everything is ready; absent: nothing. */
  readonly delayMs?: number | undefined;
  readonly start: (signal: AbortSignal) => AsyncIterable<AuditEvent>;
}

/** Opens everything that has to be written, so that nothing is dialled in vain, then runs the audit and tells it. */
export async function runAndWrite(run: Run, context: ProcessContext): Promise<ExitCode> {
  const sinks: ReportSink[] = [];
  const giveUp = async (message: string, code: ExitCode): Promise<ExitCode> => {
    await Promise.all(sinks.map((sink) => sink.abandon().catch(() => undefined)));
    context.say(`certmuster: ${message}.\nNothing was dialled.`);
    return code;
  };
  for (const destination of run.destinations) {
    const sink = await openSink(destination, context);
    if (!sink.ok) return await giveUp(sink.error.message, sink.error.exitCode);
    sinks.push(sink.value);
  }
  let saver: RunSaver | undefined;
  if (run.saveTo !== undefined) {
    const opened = await openRunSaver(run.saveTo);
    if (!opened.ok) {
      return await giveUp(opened.error.message, opened.error.isWritable ? exitCodes.wrongUsage : exitCodes.broken);
    }
    saver = opened.value;
  }
  const controller = new AbortController();
  const { failOn, count, isQuiet, delayMs } = run;
  if (delayMs !== undefined) {
    if (!isQuiet) context.say(`The run starts in ${Math.ceil(delayMs / 1_000)} s.`);
    await sleep(delayMs, context.signal);
  }
  return await writeAudit(
    run.start(AbortSignal.any([context.signal, controller.signal])),
    { sinks, saver, failOn, count, isQuiet, stop: () => controller.abort() },
    context,
  );
}
