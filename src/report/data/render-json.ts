import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { escapeJson } from './escape-json.ts';

/**
 * The whole report as JSON, piece by piece: a large scan would not fit one string (V8 caps strings near 512 MB). Fields
 * stand in the order of the schema; `endpoints` come before `deploymentFindings`.
 */
export function* renderJson(
  { deploymentFindings, ...summary }: ScanSummary,
  endpoints: Iterable<EndpointReport>,
): Generator<string, void, undefined> {
  const head = indented(summary);
  yield `${head.slice(0, head.lastIndexOf('\n}'))},\n  "endpoints": [`;
  let separator = '';
  for (const endpoint of endpoints) {
    yield `${separator}\n    ${indented(endpoint).replaceAll('\n', '\n    ')}`;
    separator = ',';
  }
  const findings = indented(deploymentFindings).replaceAll('\n', '\n  ');
  yield `${separator === '' ? '' : '\n  '}],\n  "deploymentFindings": ${findings}\n}\n`;
}

/** Any other document or list, for `--format json` of the small commands. */
export function renderDocument(value: unknown): string {
  return `${indented(value)}\n`;
}

function indented(value: unknown): string {
  return escapeJson(JSON.stringify(value, null, 2));
}
