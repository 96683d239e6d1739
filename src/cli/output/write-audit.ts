import type { AuditEvent } from '../../audit/contract.ts';
import { exitCode, isFailureAt } from '../../audit/summary/exit-code.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { describeFileError } from '../input/input-file.ts';
import { createLiveLine } from './live-line.ts';
import type { ReportSink } from './report-sink.ts';
import type { ProcessContext } from '../process-context.ts';

/** Where an audit's events go. */
export interface AuditOutputs {
  readonly sinks: readonly ReportSink[];
  /** `--save-observations`. Throws what the file system throws. */
  readonly saver?: RunSaver | undefined;
  readonly failOn: FailOn;
  /** Endpoints expected, for the live count; undefined: not known. */
  readonly count: number | undefined;
  readonly isQuiet: boolean;
  /** Ends the audit: nobody is left to tell. */
  readonly stop: () => void;
}

export interface RunSaver {
  readonly name: string;
  readonly observation: (observation: EndpointObservation) => Promise<void>;
  readonly finish: (run: SavedRun) => Promise<void>;
}

/**
 * Writes an audit down as it happens. One destination that fails does not take the others along; its failure is told and
 * exits 4. A reader that closes standard output is no failure.
 */
export async function writeAudit(events: AsyncIterable<AuditEvent>, telling: AuditOutputs, context: ProcessContext): Promise<ExitCode> {
  const { sinks, saver, failOn, stop } = telling;
  const alive = new Set<ReportSink>(sinks);
  const endpoints: { readonly index: number; readonly report: EndpointReport }[] = [];
  const keepsEndpoints = sinks.some((sink) => sink.keepsEndpoints);
  let isBroken = false;
  let isSaving = saver !== undefined;
  let readerLeft = false;
  let hasFailure = false;
  const tellLive = createLiveLine(context, telling.count);
  const fail = (name: string, error: unknown): void => {
    isBroken = true;
    context.say(`certmuster: ${name} could not be written: it ${describeFileError(error)}.`);
  };
  const toEach = async (write: (sink: ReportSink) => Promise<'written' | 'closed'>): Promise<void> => {
    for (const sink of [...alive]) {
      try {
        if ((await write(sink)) === 'written') continue;
        readerLeft = true;
      } catch (error) {
        fail(sink.name, error);
        await sink.abandon().catch(() => undefined);
      }
      alive.delete(sink);
      if (alive.size === 0 && !isSaving) stop();
    }
  };
  const toSaver = async (save: (saver: RunSaver) => Promise<void>): Promise<void> => {
    if (saver === undefined || !isSaving) return;
    try {
      await save(saver);
    } catch (error) {
      isSaving = false;
      fail(saver.name, error);
      if (alive.size === 0) stop();
    }
  };
  let code: ExitCode = exitCodes.broken;
  for await (const event of events) {
    if (event.kind === 'endpoint') {
      const { index, note } = event;
      hasFailure ||= note.hasFailure;
      if (keepsEndpoints) endpoints.push({ index, report: event.report });
      await toEach((sink) => sink.endpoint(event));
      await toSaver((each) => each.observation(event.observation));
      if (!telling.isQuiet) tellLive(note.verdict);
      continue;
    }
    context.progress('');
    const inOrder = endpoints.sort((a, b) => a.index - b.index).map(({ report }) => report);
    await toEach((sink) => sink.finish(event.summary, sink.keepsEndpoints ? inOrder : []));
    await toSaver((each) => each.finish(event.run));
    hasFailure ||= event.summary.deploymentFindings.some((finding) => isFailureAt(failOn, finding));
    const leftEarly = event.exitCode === exitCodes.interrupted && readerLeft && !context.signal.aborted;
    code = leftEarly
      ? exitCode({ failOn, isInterrupted: false, hasBug: false, hasFailure, isIncomplete: true })
      : event.exitCode;
  }
  context.progress('');
  if (context.signal.aborted && !telling.isQuiet) context.say('Interrupted; what is known was written.');
  if (code === exitCodes.broken)
    context.say('certmuster: some answers are "internal-error": a bug of certmuster, please report it.');
  return isBroken && !context.signal.aborted ? exitCodes.broken : code;
}
