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

function decode<Schema extends z.ZodType>(schema: Schema, json: unknown): Result<z.infer<Schema>, readonly Problem[]> {
  const decoded = schema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}
