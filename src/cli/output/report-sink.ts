import type { EndpointEvent } from '../../audit/contract.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { reportRenderers } from '../../report/report-renderers.ts';
import type { Look } from '../../report/terminal/look.ts';
import { isSummaryLine, renderEndpointLine, renderSummaryLine } from '../../report/data/render-ndjson.ts';
import { exitCodes } from '../exit-code.ts';
import { batchWrites } from './batch-writes.ts';
import { type FileSink, openAppending, openInPlace, openReplacing } from './file-sink.ts';
import { describeFileError } from '../input/input-file.ts';
import { lockOutput } from './output-lock.ts';
import { readLastLine } from './read-last-line.ts';
import type { Destination, Format } from '../options/output-options.ts';
import type { ProcessContext } from '../process-context.ts';

/** One report being written. */
export interface ReportSink {
  /** What to call it when it cannot be written. */
  readonly name: string;
  /** What the report needs of all endpoints at its end: nothing, what was found, or that and the certificates. */
  readonly keeps: 'nothing' | 'findings' | 'certificates';
  /** Whether it is only written if the run does not exit 0. */
  readonly onlyIfUnsound: boolean;
  readonly endpoint: (endpoint: Pick<EndpointEvent, 'report'>) => Promise<SinkState>;
  /** `endpoints` in expansion order; empty if it keeps nothing. */
  readonly finish: (summary: ScanSummary, endpoints: readonly EndpointReport[]) => Promise<SinkState>;
  readonly abandon: () => Promise<void>;
}

/** `closed`: its reader went away. */
export type SinkState = 'written' | 'closed';

/** Why an output cannot be used, and the exit code of that: it would destroy something, or it cannot be written. */
export interface OutputError {
  readonly message: string;
  readonly exitCode: typeof exitCodes.wrongUsage | typeof exitCodes.broken;
}

/** Tables in files are read by people and by diff: no colour, and this wide. */
const fileTable = { width: 120, colour: false } as const;

/** Opens every destination. If one cannot be used, the others are given up. NDJSON files are locked, with `note` in the lock. */
export async function openSinks(
  destinations: readonly Destination[],
  context: ProcessContext,
  note?: unknown,
): Promise<Result<readonly ReportSink[], OutputError>> {
  const sinks: ReportSink[] = [];
  for (const destination of destinations) {
    const sink = await openSink(destination, context, note);
    if (!sink.ok) {
      await Promise.all(sinks.map((each) => each.abandon().catch(() => undefined)));
      return sink;
    }
    sinks.push(sink.value);
  }
  return ok(sinks);
}

/** Opens one destination. */
export async function openSink(
  destination: Destination,
  context: ProcessContext,
  note?: unknown,
): Promise<Result<ReportSink, OutputError>> {
  const { format, path, continues, details = false, onlyIfUnsound = false } = destination;
  if (path === undefined) {
    const { width, colour, write } = context.stdout;
    const abandon = async () => undefined;
    const look = { width, colour, details };
    return ok({ ...createSink('standard output', { format, look, write, abandon }), onlyIfUnsound });
  }
  if (format === 'ndjson' && !continues) {
    const taken = await refuseTaken(path, note);
    if (taken !== undefined) return err(taken);
  }
  const openFile = continues ? openAppending : format === 'ndjson' ? openInPlace : openReplacing;
  const file = await openFile(path);
  if (!file.ok) return err({ message: `${path} ${file.error}`, exitCode: exitCodes.broken });
  return ok(fileSink(path, { format, details }, format === 'ndjson' ? batchWrites(file.value) : file.value));
}

/** A report that grows in place has one writer at a time, and an unfinished one is kept. */
async function refuseTaken(path: string, note: unknown): Promise<OutputError | undefined> {
  try {
    const lock = await lockOutput(path);
    if (!lock.ok) return { message: `${path} ${lock.error}`, exitCode: exitCodes.wrongUsage };
    const unfinished = await refuseUnfinished(path);
    if (unfinished === undefined) await lock.value.note(note);
    else if (lock.value.leftNote !== undefined) lock.value.leave();
    return unfinished;
  } catch (error) {
    return { message: `${path} ${describeFileError(error)}`, exitCode: exitCodes.broken };
  }
}

/** An audit that ended early can be worth hours, so it is not overwritten unasked. */
async function refuseUnfinished(path: string): Promise<OutputError | undefined> {
  const last = await readLastLine(path);
  if (!last.ok) return { message: `${path} ${last.error}`, exitCode: exitCodes.broken };
  if (last.value === undefined || isFinished(last.value)) return undefined;
  const message = `${path} has no summary line, so its audit is unfinished; continue it with --resume, delete it, or name another file`;
  return { message, exitCode: exitCodes.wrongUsage };
}

function isFinished(line: string): boolean {
  try {
    return isSummaryLine(JSON.parse(line));
  } catch {
    return false;
  }
}

function fileSink(
  path: string,
  { format, details }: { readonly format: Format; readonly details: boolean },
  file: FileSink,
): ReportSink {
  const write = async (text: string): Promise<SinkState> => {
    await file.write(text);
    return 'written';
  };
  const sink = createSink(path, { format, look: { ...fileTable, details }, write, abandon: file.abandon });
  return {
    ...sink,
    finish: async (summary, endpoints) => {
      const state = await sink.finish(summary, endpoints);
      await file.finish();
      return state;
    },
  };
}

/** These show the bytes or all the names of certificates; the others go by their dates and fingerprints. */
const showCertificates: readonly Format[] = ['json', 'html', 'prometheus'];

interface SinkParts {
  readonly format: Format;
  readonly look: Look;
  readonly write: (text: string) => Promise<SinkState>;
  readonly abandon: () => Promise<void>;
}

function createSink(name: string, { format, look, write, abandon }: SinkParts): ReportSink {
  if (format === 'ndjson') {
    return {
      name,
      keeps: 'nothing',
      onlyIfUnsound: false,
      endpoint: (endpoint) => write(renderEndpointLine(endpoint.report)),
      finish: (summary) => write(renderSummaryLine(summary)),
      abandon,
    };
  }
  return {
    name,
    keeps: showCertificates.includes(format) ? 'certificates' : 'findings',
    onlyIfUnsound: false,
    endpoint: async () => 'written',
    finish: async (summary, endpoints) => {
      for (const piece of await reportRenderers[format]({ ...summary, endpoints: [...endpoints] }, look)) {
        if ((await write(piece)) === 'closed') return 'closed';
      }
      return 'written';
    },
    abandon,
  };
}
