import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Problem } from '../../model/problem.ts';
import {
  decodeEndpointReport,
  decodeReport,
  decodeSummary,
  describeOtherSchema,
} from '../../model/report-documents.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ScanReport, ScanSummary } from '../../model/scan-report.ts';
import { isSummaryLine } from '../../report/data/render-ndjson.ts';
import type { InputError } from './report-input-errors.ts';
import { problem } from '../problem.ts';
import { describeFileError } from './input-file.ts';
import { readFileLines, readLines } from './read-lines.ts';
import type { ProcessContext } from '../process-context.ts';

/** More problems than anyone reads. */
const maxProblemsReported = 20;

const nextStep =
  'A report is written by `certmuster scan --format json` (or ndjson); `certmuster schema report` prints its schema.';

/** Reads a finished report, JSON or NDJSON whatever its name, and checks it whole. Endpoints stay in the file's order. */
export async function readReport(path: string, context: ProcessContext): Promise<Result<ScanReport, InputError>> {
  const about = path === '-' ? 'standard input' : path;
  try {
    const report = await readFrom(path === '-' ? readLines(context.stdin) : readFileLines(path));
    return report.ok ? report : err({ about, problems: report.error.slice(0, maxProblemsReported), nextStep });
  } catch (error) {
    return err({ about, problems: [problem(describeFileError(error))] });
  }
}

/** A first line that is JSON by itself, and no whole report, is the first line of NDJSON. */
async function readFrom(lines: AsyncGenerator<string>): Promise<Result<ScanReport, readonly Problem[]>> {
  const first = await lines.next();
  if (first.done === true) return err([problem('is empty')]);
  const json = parse(first.value);
  if (json.ok && !isWholeReport(json.value)) {
    // All lines are of one version, so the first one tells it once.
    const otherSchema = describeOtherSchema(json.value);
    return otherSchema === undefined ? await readRecords(first.value, lines) : err([problem(otherSchema)]);
  }
  const texts = [first.value];
  for await (const line of lines) texts.push(line);
  const whole = parse(texts.join('\n'));
  if (!whole.ok) return err([problem(whole.error)]);
  const otherSchema = describeOtherSchema(whole.value);
  return otherSchema === undefined ? decodeReport(whole.value) : err([problem(otherSchema)]);
}

function isWholeReport(json: unknown): boolean {
  return typeof json !== 'object' || json === null || 'endpoints' in json;
}

async function readRecords(
  first: string,
  rest: AsyncGenerator<string>,
): Promise<Result<ScanReport, readonly Problem[]>> {
  const endpoints: EndpointReport[] = [];
  const problems: Problem[] = [];
  let summary: ScanSummary | undefined;
  let number = 0;
  for await (const line of startingWith(first, rest)) {
    number += 1;
    if (line.trim() === '') continue;
    const read = summary === undefined ? readRecord(line) : err([problem('comes after the summary line')]);
    if (!read.ok) problems.push(...read.error.map((each) => atLine(number, each)));
    else if ('summary' in read.value) summary = read.value;
    else endpoints.push(read.value);
    if (problems.length >= maxProblemsReported) break;
  }
  if (problems.length > 0) return err(problems);
  if (summary === undefined) return err([problem('has no summary line: the audit did not finish')]);
  return ok({ ...summary, endpoints });
}

function readRecord(line: string): Result<EndpointReport | ScanSummary, readonly Problem[]> {
  const json = parse(line);
  if (!json.ok) return err([problem(json.error)]);
  return isSummaryLine(json.value) ? decodeSummary(json.value) : decodeEndpointReport(json.value);
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

function atLine(number: number, { path, message }: Problem): Problem {
  return problem(message, path === '' ? `line ${number}` : `line ${number}, ${path}`);
}

function parse(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return err(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
