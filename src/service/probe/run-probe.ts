import { audit } from '../../audit/audit.ts';
import type { AuditEnvironment, AuditRequest } from '../../audit/contract.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';

/** What one audit for a caller found. */
export interface Probed {
  readonly report: ScanReport;
  readonly durationMs: number;
  /** Addresses of the name that are not allowed, and were not dialed. */
  readonly addressesRefused: number;
}

/** Audits what the request names, until the time is up or the caller has gone. */
export async function runProbe(
  request: AuditRequest,
  environment: AuditEnvironment,
  timeoutMs: number,
): Promise<Probed> {
  const { options } = request;
  const monotonicMs = environment.monotonicMs ?? (() => environment.now().getTime());
  const startedMs = monotonicMs();
  const refusedBefore = options.exclusions?.count() ?? 0;
  const limited = { ...request, options: { ...options, timeoutMs: Math.min(options.timeoutMs, timeoutMs) } };
  const endpoints: EndpointReport[] = [];
  let summary: Omit<ScanReport, 'endpoints'> | undefined;
  for await (const event of audit(limited, environment)) {
    if (event.kind === 'endpoint') endpoints.push(event.report);
    else summary = event.summary;
  }
  if (summary === undefined) throw new Error('an audit ended without its summary');
  const addressesRefused = (options.exclusions?.count() ?? 0) - refusedBefore;
  return { report: { ...summary, endpoints }, durationMs: monotonicMs() - startedMs, addressesRefused };
}
