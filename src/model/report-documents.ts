import type { z } from 'zod';

import { type EndpointReport, endpointReportSchema } from './endpoint-report.ts';
import type { Problem } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { type ScanReport, type ScanSummary, scanReportSchema, scanSummarySchema } from './scan-report.ts';
import { shapeProblems } from './shape-problems.ts';

/** Reads a whole report, or returns every problem. */
export function decodeReport(json: unknown): Result<ScanReport, readonly Problem[]> {
  return decode(scanReportSchema, json);
}

/** Reads one endpoint of a report: a line of NDJSON. */
export function decodeEndpointReport(json: unknown): Result<EndpointReport, readonly Problem[]> {
  return decode(endpointReportSchema, json);
}

/** Reads a report without its endpoints: the last line of NDJSON. */
export function decodeSummary(json: unknown): Result<ScanSummary, readonly Problem[]> {
  return decode(scanSummarySchema, json);
}

/**
 * What is wrong with a report, or a line of one, that is of another version of the schema; undefined: nothing is. A line of an endpoint
 * names no version, but without causes it is of the first.
 */
export function describeOtherSchema(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const known = scanReportSchema.shape.schemaVersion.value;
  const version = 'schemaVersion' in json ? json.schemaVersion : undefined;
  const isOther = typeof version === 'string' && /^\d{1,4}\.\d{1,4}$/.test(version) && version !== known;
  const isFirst = 'verdict' in json && 'findings' in json && !('causes' in json);
  if (!isOther && !isFirst) return undefined;
  return `is of schema ${isOther ? version : '1'}, and this version of certmuster reads ${known}`;
}

function decode<Schema extends z.ZodType>(schema: Schema, json: unknown): Result<z.infer<Schema>, readonly Problem[]> {
  const decoded = schema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}
