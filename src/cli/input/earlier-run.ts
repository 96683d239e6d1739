import { createHash } from 'node:crypto';

import type { EarlierRun } from '../../audit/contract.ts';
import { createByteTable } from '../../model/byte-table.ts';
import { withoutKeyType } from '../../model/endpoint-id.ts';
import { type EndpointReport, endpointReportSchema } from '../../model/endpoint-report.ts';
import { decodeSummary, describeOtherSchema } from '../../model/report-documents.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type RunConditions, runConditionsSchema } from '../../model/run-conditions.ts';
import { isSummaryLine } from '../../report/data/render-ndjson.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { batchWrites } from '../output/batch-writes.ts';
import { openReplacing } from '../output/file-sink.ts';
import { lockOutput, type OutputLock } from '../output/output-lock.ts';
import { conditionsOfSummary, findConflict } from './run-conditions.ts';
import { describeFileError, exists } from './input-file.ts';
import { readFileLines } from './read-lines.ts';

/** A run to continue. */
export interface OpenedRun extends EarlierRun {
  /** Whether it is known that its endpoints were judged as those of this run will be. */
  readonly isComparable: boolean;
  /** What the workers of sites know the run by that was killed while it wrote the file; undefined: there is none. */
  readonly siteRun: string | undefined;
}

/** Why a run cannot be continued. The file is unchanged. */
export interface EarlierRunError {
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** What the continuing run was asked for. */
export interface ResumedRun {
  readonly keyTypes: 'default' | 'all';
  /** URLs that are judged as a deployment without a name. */
  readonly bareUrls: ReadonlySet<string>;
  readonly conditions: RunConditions;
}

/**
 * Reads the NDJSON report that `--resume` names, and keeps in the file only endpoints that need not be dialed again. Removed are a torn
 * last line, an old summary line, and the endpoints of deployments and bare URLs, because the checks across a deployment need every
 * observation. With `--key-types all` the last endpoint is removed too if a line of another certificate of it may be missing. The file is
 * locked until the process ends. A run that is still writing it, or that judged its endpoints otherwise than this one would, is not
 * continued.
 */
export async function openEarlierRun(path: string, about: ResumedRun): Promise<Result<OpenedRun, EarlierRunError>> {
  const lock = await lockFor(path);
  if (!lock.ok) return lock;
  const left = runConditionsSchema.safeParse(lock.value.leftNote).data;
  const siteRun = about.conditions.siteRun && left?.siteRun;
  const conditions = siteRun === undefined ? about.conditions : { ...about.conditions, siteRun };
  if (!(await exists(path))) {
    await lock.value.note(conditions);
    return ok({ ids: createIdSet(), reports: async function* () {}, isComparable: true, siteRun });
  }
  const opened = await openReplacing(path);
  if (!opened.ok) return err({ message: `${path} ${opened.error}`, exitCode: exitCodes.broken });
  const file = batchWrites(opened.value);
  try {
    const kept = createKeeper(about);
    for await (const line of readFileLines(path)) {
      const read = kept.read(line);
      if (!read.ok) {
        await file.abandon();
        return err({ message: `${path}, line ${read.error}`, exitCode: exitCodes.wrongUsage });
      }
      if (read.value !== undefined) await file.write(`${read.value}\n`);
    }
    const last = kept.last();
    if (last !== undefined) await file.write(`${last}\n`);
    const before = kept.conditions() ?? left;
    const conflict = kept.ids.size === 0 ? undefined : before && findConflict(before, about.conditions);
    if (conflict !== undefined) {
      await file.abandon();
      if (lock.value.leftNote !== undefined) lock.value.leave();
      const message = `${path} ${conflict}. One report cannot hold both: repeat the options and trust files of the earlier run, or name another file.`;
      return err({ message, exitCode: exitCodes.wrongUsage });
    }
    await lock.value.note(conditions);
    await file.finish();
    return ok({ ids: kept.ids, reports: () => readReports(path), isComparable: before !== undefined, siteRun });
  } catch (error) {
    await file.abandon().catch(() => undefined);
    return err({ message: `${path} ${describeFileError(error)}`, exitCode: exitCodes.broken });
  }
}

async function lockFor(path: string): Promise<Result<OutputLock, EarlierRunError>> {
  try {
    const lock = await lockOutput(path);
    return lock.ok ? lock : err({ message: `${path} ${lock.error}`, exitCode: exitCodes.wrongUsage });
  } catch (error) {
    return err({ message: `${path} ${describeFileError(error)}`, exitCode: exitCodes.broken });
  }
}

/** Decides which lines of a report are kept. The lines of the latest endpoint are held back until another one follows. */
function createKeeper({ keyTypes, bareUrls }: ResumedRun) {
  const ids = createIdSet();
  let number = 0;
  let torn: string | undefined;
  let conditions: RunConditions | undefined;
  let held: readonly Held[] = [];
  const isCompared = ({ deployment, virtualServer }: EndpointReport): boolean =>
    deployment !== null || (virtualServer !== null && bareUrls.has(virtualServer));
  return {
    ids,
    /** A line to keep; an error if the file is not a report of endpoints. */
    read: (line: string): Result<string | undefined, string> => {
      if (torn !== undefined) return err(torn);
      number += 1;
      const json = parse(line);
      const otherSchema = describeOtherSchema(json);
      if (otherSchema !== undefined) return err(`${number}, ${otherSchema}.`);
      const report = isSummaryLine(json) ? 'summary' : endpointReportSchema.safeParse(json).data;
      if (report === undefined) {
        torn = `${number}, is not an endpoint of a certmuster report; only the last line may be incomplete.`;
        return ok(undefined);
      }
      if (report === 'summary') conditions = readSummaryConditions(json);
      if (report === 'summary' || isCompared(report) || ids.has(report.id) || held.some(({ id }) => id === report.id))
        return ok(undefined);
      const { id } = report;
      const isSame = held[0] !== undefined && withoutKeyType(id) === withoutKeyType(held[0].id);
      const before = isSame ? [] : held;
      for (const each of before) ids.add(each.id);
      held = [...(isSame ? held : []), { line, id, others: report.handshake?.otherKeyTypes?.length }];
      return ok(joinLines(before));
    },
    /** From the last summary line. */
    conditions: (): RunConditions | undefined => conditions,
    last: (): string | undefined => {
      const isWhole = keyTypes === 'default' || held.length === 1 + (held[0]?.others ?? Number.NaN);
      if (!isWhole) return undefined;
      for (const { id } of held) ids.add(id);
      return joinLines(held);
    },
  };
}

function readSummaryConditions(json: unknown): RunConditions | undefined {
  const summary = decodeSummary(json);
  return summary.ok ? conditionsOfSummary(summary.value) : undefined;
}

/** A line of the latest endpoint. `others`: how many lines follow its first one; undefined: not known. */
interface Held {
  readonly line: string;
  readonly id: string;
  readonly others: number | undefined;
}

function joinLines(held: readonly Held[]): string | undefined {
  return held.length === 0 ? undefined : held.map(({ line }) => line).join('\n');
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function* readReports(path: string): AsyncGenerator<EndpointReport> {
  for await (const line of readFileLines(path)) yield JSON.parse(line);
}

/** Bytes of a SHA-256 that an id is known by. */
const digestBytes = 16;

/**
 * The ids that a file holds, which may be millions, known by their digests. An endpoint whose id is taken as known is not dialed, so the
 * digest is one for which no second id can be made.
 */
function createIdSet() {
  const table = createByteTable(digestBytes);
  const digestOf = (id: string): Uint8Array => createHash('sha256').update(id).digest().subarray(0, digestBytes);
  return {
    add: (id: string): void => table.set(digestOf(id), 1),
    has: (id: string): boolean => table.get(digestOf(id)) !== undefined,
    get size() {
      return table.size();
    },
  };
}
