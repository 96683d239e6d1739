import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type EndpointObservation, endpointObservationSchema } from '../../src/model/endpoint-observation.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import type { TargetDeclaration, TargetsFile } from '../../src/model/targets-file.ts';
import { runCertmuster } from './run-certmuster.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

export interface Scan {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly report: ScanReport;
  /** In the order of `report.endpoints`. */
  readonly observations: readonly EndpointObservation[];
}

let scans = 0;

/** Runs `certmuster scan` over a targets file in JSON and saves what was observed. Both documents are validated. */
export async function scan(folder: TemporaryFolder, targets: TargetsFile, args: readonly string[] = []): Promise<Scan> {
  scans += 1;
  const file = folder.write(`targets-${scans}.json`, JSON.stringify(targets));
  const saved = join(folder.path, `observed-${scans}`);
  const result = await runCertmuster(['scan', file, '--format', 'json', '--save-observations', saved, ...args]);
  if (result.stdout === '') throw new Error(`nothing on stdout: ${result.stderr}`);
  const report = scanReportSchema.parse(JSON.parse(result.stdout));
  const lines = readFileSync(join(saved, 'observations.ndjson'), 'utf8').trim().split('\n');
  const observed = lines.map((line) => endpointObservationSchema.parse(JSON.parse(line)));
  const byId = new Map(observed.map((observation) => [observation.endpoint.id, observation]));
  const observations = report.endpoints.map(({ id }) => {
    const observation = byId.get(id);
    if (observation === undefined) throw new Error(`no observation of ${id} was saved`);
    return observation;
  });
  return { exitCode: result.exitCode, stderr: result.stderr, report, observations };
}

/** Scans one server as a plain target, judged by the root of `trust`. */
export async function scanOne(
  folder: TemporaryFolder,
  target: TargetDeclaration & { readonly trustFile: string },
  args: readonly string[] = [],
): Promise<
  Omit<Scan, 'observations'> & { readonly endpoint: EndpointReport; readonly observation: EndpointObservation }
> {
  const { trustFile, ...declared } = target;
  const done = await scan(
    folder,
    {
      trustStores: { roots: { files: [trustFile] } },
      targets: [{ role: 'server', policy: 'tls-server', trust: ['roots'], ...declared }],
    },
    args,
  );
  const endpoint = done.report.endpoints[0];
  const observation = done.observations[0];
  if (endpoint === undefined || observation === undefined) throw new Error('the report has no endpoint');
  return { ...done, endpoint, observation };
}

/** What a check said of an endpoint. */
export function outcomeOf(endpoint: EndpointReport, check: string): string | undefined {
  return endpoint.findings.find((finding) => finding.check === check)?.outcome;
}
