import type { KeyObject } from 'node:crypto';

import type { AuditEvent } from '../../audit/contract.ts';
import type { RunConditions } from '../../model/run-conditions.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { ok } from '../../model/result.ts';
import { sleep } from '../../async/sleep.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Destination } from '../options/output-options.ts';
import { type HistoryChoice, openHistoryWriter } from '../output/history-writer.ts';
import { type OutputError, openSinks, type ReportSink } from '../output/report-sink.ts';
import { openRunSaver } from '../output/save-run.ts';
import { writeAudit } from '../output/write-audit.ts';
import type { ProcessContext } from '../process-context.ts';

/** An audit that is about to start. */
export interface AuditRun {
  readonly destinations: readonly Destination[];
  /** `--save-observations`, and the key of `--sign-key`. */
  readonly save?: { readonly folder: string; readonly signKey: KeyObject | undefined } | undefined;
  /** `--history`. */
  readonly history?: HistoryChoice | undefined;
  readonly failOn: FailOn;
  /** `--fail-on new`. */
  readonly failsOnNew?: boolean | undefined;
  /** Endpoints expected; undefined: not known. */
  readonly count: number | undefined;
  readonly isQuiet: boolean;
  /** For who continues the NDJSON report if this run is killed. */
  readonly conditions?: RunConditions | undefined;
  /** How long to wait when everything is ready. */
  readonly delayMs?: number | undefined;
  readonly start: (signal: AbortSignal) => AsyncIterable<AuditEvent>;
}

/** Opens all outputs, so that nothing is dialed in vain, then runs the audit and writes it. */
export async function runAudit(run: AuditRun, context: ProcessContext): Promise<ExitCode> {
  const { failOn, failsOnNew, count, isQuiet, delayMs } = run;
  const sinks = await openSinks(run.destinations, context, run.conditions);
  if (!sinks.ok) return await refuse(sinks.error, [], context);
  const saver = run.save === undefined ? ok(undefined) : await openRunSaver(run.save.folder, run.save.signKey);
  if (!saver.ok) return await refuse(saver.error, sinks.value, context);
  const history = run.history === undefined ? ok(undefined) : await openHistoryWriter(run.history, context.now());
  if (!history.ok) return await refuse(history.error, sinks.value, context);
  if (delayMs !== undefined) {
    if (!isQuiet) context.say(`The run starts in ${Math.ceil(delayMs / 1_000)} s.`);
    await sleep(delayMs, context.signal);
  }
  const controller = new AbortController();
  return await writeAudit(
    run.start(AbortSignal.any([context.signal, controller.signal])),
    {
      sinks: sinks.value,
      saver: saver.value,
      history: history.value,
      failOn,
      failsOnNew,
      count,
      isQuiet,
      stop: () => controller.abort(),
    },
    context,
  );
}

async function refuse(
  { message, exitCode }: OutputError,
  sinks: readonly ReportSink[],
  context: ProcessContext,
): Promise<ExitCode> {
  await Promise.all(sinks.map((sink) => sink.abandon().catch(() => undefined)));
  context.say(`certmuster: ${message}.\nNothing was dialed.`);
  return exitCode;
}
