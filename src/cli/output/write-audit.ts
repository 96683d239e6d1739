import type { AuditEvent, EndpointEvent } from '../../audit/contract.ts';
import { exitCode, isFailureAt } from '../../audit/summary/exit-code.ts';
import type { Comparison } from '../../history/compare-snapshots.ts';
import type { SnapshotCause } from '../../history/snapshot.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { maxNameLength } from '../../targets/host-name.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { describeFileError } from '../input/input-file.ts';
import type { ProcessContext } from '../process-context.ts';
import type { HistoryWriter } from './history-writer.ts';
import { createLiveLine } from './live-line.ts';
import type { ReportSink, SinkState } from './report-sink.ts';
import type { RunSaver } from './save-run.ts';

/** Where an audit's events are written to. */
export interface AuditOutputs {
  readonly sinks: readonly ReportSink[];
  /** `--save-observations`. */
  readonly saver?: RunSaver | undefined;
  /** `--history`. */
  readonly history?: HistoryWriter | undefined;
  readonly failOn: FailOn;
  /** `--fail-on new`: what is new or worse since the last run of the series gives exit code 1, and nothing else does. */
  readonly failsOnNew?: boolean | undefined;
  /** Endpoints expected, for the live line; undefined: not known. */
  readonly count: number | undefined;
  readonly isQuiet: boolean;
  /** Ends the audit, because no output is left to write to. */
  readonly stop: () => void;
}

/**
 * Writes an audit while it happens. An output that fails does not end the others; the failure is reported and exits 4. A
 * reader that closes standard output is no failure.
 */
export async function writeAudit(
  events: AsyncIterable<AuditEvent>,
  outputs: AuditOutputs,
  context: ProcessContext,
): Promise<ExitCode> {
  const { sinks, saver, history, failOn, isQuiet } = outputs;
  let changes: Comparison['causes'] | undefined;
  const writers = [
    ...sinks.map(reportWriter),
    ...(saver ? [runWriter(saver, outputs, context)] : []),
    ...(history ? [historyWriter(history, (found) => (changes = found))] : []),
  ];
  const group = createWriterGroup(writers, outputs, context);
  const live = createLiveLine(context, outputs.count);
  const keepsEndpoints = sinks.some(({ keeps }) => keeps !== 'nothing');
  const keepsCertificates = sinks.some(({ keeps }) => keeps === 'certificates');
  const kept: { readonly index: number; readonly report: EndpointReport }[] = [];
  let hasFailure = false;
  let hasCause = false;
  let code: ExitCode = exitCodes.broken;
  for await (const event of events) {
    if (event.kind === 'endpoint') {
      const { index, report } = event;
      hasFailure ||= report.findings.some((finding) => isFailureAt(failOn, finding));
      if (keepsEndpoints) kept.push({ index, report: keepsCertificates ? report : withoutCertificates(report) });
      await group.writeToEach((writer) => writer.endpoint(event));
      if (!isQuiet) live.count(report.verdict);
      continue;
    }
    if (!isQuiet) live.finish();
    const endpoints = kept.sort((a, b) => a.index - b.index).map(({ report }) => report);
    await group.writeToEach((writer) => writer.finish(event, endpoints));
    if (!isQuiet) for (const notice of event.lateNotices) context.say(notice);
    hasCause = event.summary.causes.some(({ waiver, severity }) => waiver === null && severity !== 'info');
    hasFailure ||= event.summary.deploymentFindings.some((finding) => isFailureAt(failOn, finding));
    // An audit that ended because its reader left was not interrupted by a signal.
    const hasReaderLeft = event.exitCode === exitCodes.interrupted && group.hasReaderLeft() && !context.signal.aborted;
    code = hasReaderLeft
      ? exitCode({ failOn, isInterrupted: false, hasBug: false, hasFailure, isIncomplete: true })
      : event.exitCode;
  }
  context.progress('');
  if (changes !== undefined && !isQuiet) context.say(describeChanges(changes));
  if (outputs.failsOnNew === true && (code === exitCodes.clean || code === exitCodes.notAudited)) {
    const isNew = changes === undefined ? hasCause : [...changes.new, ...changes.worse].some(counts);
    if (isNew) code = exitCodes.findings;
  }
  if (context.signal.aborted && !isQuiet) context.say('Interrupted; the results so far were written.');
  if (code === exitCodes.broken)
    context.say('certmuster: some checks ended with "internal-error". This is a bug in certmuster; please report it.');
  return group.hasFailed() && !context.signal.aborted ? exitCodes.broken : code;
}

/** A peer chooses how much its certificates hold, so what nobody shows is not kept until the end. */
function withoutCertificates(report: EndpointReport): EndpointReport {
  const shorten = <Each extends { readonly der: string }>(certificate: Each): Each =>
    'dnsNames' in certificate
      ? { ...certificate, der: '', dnsNames: firstName(certificate.dnsNames) }
      : { ...certificate, der: '' };
  return { ...report, chain: report.chain.map(shorten), issuers: report.issuers.map(shorten) };
}

/** Tables show it at addresses of ranges. What is longer is no name of DNS. */
function firstName(names: unknown): string[] {
  return (Array.isArray(names) ? names.slice(0, 1) : []).filter((name: string) => name.length <= maxNameLength);
}

type SummaryEvent = Exclude<AuditEvent, EndpointEvent>;

/** A report or a saved run, with methods that throw what the file system throws. */
interface AuditWriter {
  readonly name: string;
  readonly endpoint: (event: EndpointEvent) => Promise<SinkState>;
  readonly finish: (event: SummaryEvent, endpoints: readonly EndpointReport[]) => Promise<SinkState>;
  readonly abandon: () => Promise<void>;
}

function reportWriter(sink: ReportSink): AuditWriter {
  return {
    name: sink.name,
    endpoint: (event) => sink.endpoint(event),
    finish: async ({ summary, exitCode: code }, endpoints) => {
      if (sink.onlyIfUnsound && code === exitCodes.clean) return 'written';
      return await sink.finish(summary, sink.keeps === 'nothing' ? [] : endpoints);
    },
    abandon: () => sink.abandon(),
  };
}

function runWriter(saver: RunSaver, { isQuiet }: AuditOutputs, context: ProcessContext): AuditWriter {
  return {
    name: saver.name,
    endpoint: async ({ observation }) => {
      await saver.observation(observation);
      return 'written';
    },
    finish: async ({ run }) => {
      const sha256 = await saver.finish(run);
      if (!isQuiet) context.say(`Saved to ${saver.name}; the SHA-256 of its manifest is ${sha256}.`);
      return 'written';
    },
    abandon: async () => undefined,
  };
}

function historyWriter(
  history: HistoryWriter,
  onFinished: (changes: Comparison['causes'] | undefined) => void,
): AuditWriter {
  return {
    name: history.name,
    endpoint: async (event) => {
      history.endpoint(event);
      return 'written';
    },
    finish: async (event) => {
      onFinished(history.finish(event));
      return 'written';
    },
    abandon: async () => history.close(),
  };
}

/** Whether a cause counts: it is neither waived nor only said. */
function counts({ waived, severity }: SnapshotCause): boolean {
  return !waived && severity !== 'info';
}

function describeChanges(changes: Comparison['causes']): string {
  const parts = [
    [changes.new.length, 'new'],
    [changes.worse.length, 'worse'],
    [changes.better.length, 'better'],
    [changes.fixed.length, 'fixed'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return `Since the last run: ${said.length === 0 ? 'no cause changed' : `${said.join(', ')}`}.`;
}

/** Writes to all writers in turn, and no more to one that failed or was closed. */
function createWriterGroup(writers: readonly AuditWriter[], { stop }: AuditOutputs, context: ProcessContext) {
  const open = new Set(writers);
  const states = new Set<Outcome>();
  return {
    writeToEach: async (write: (writer: AuditWriter) => Promise<SinkState>): Promise<void> => {
      for (const writer of [...open]) {
        const outcome = await tryToWrite(writer, write, context);
        states.add(outcome);
        if (outcome !== 'written') open.delete(writer);
        if (open.size === 0) stop();
      }
    },
    hasFailed: (): boolean => states.has('failed'),
    hasReaderLeft: (): boolean => states.has('closed'),
  };
}

type Outcome = SinkState | 'failed';

async function tryToWrite(
  writer: AuditWriter,
  write: (writer: AuditWriter) => Promise<SinkState>,
  context: ProcessContext,
): Promise<Outcome> {
  try {
    return await write(writer);
  } catch (error) {
    context.say(`certmuster: ${writer.name} could not be written: it ${describeFileError(error)}.`);
    await writer.abandon().catch(() => undefined);
    return 'failed';
  }
}
