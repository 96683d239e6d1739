import { audit } from '../../src/audit/audit.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { commands } from '../../src/cli/command-list.ts';
import { prepareScan } from '../../src/cli/run/prepare-scan.ts';
import { resumeScan } from '../../src/cli/run/resume-scan.ts';
import { runAudit } from '../../src/cli/run/run-audit.ts';
import { scanCommand } from '../../src/cli/commands/scan.ts';
import { readAuditEnvironment } from '../../src/cli/input/audit-environment.ts';
import { conditionsOf } from '../../src/cli/input/run-conditions.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { openProcessContext } from '../../src/cli/process-context.ts';

// node site-scan.js ARGUMENTS OF scan: the command itself, for lists, whose endpoints get the site that their host ends in: `host-1.outside`.

const context = openProcessContext();
const line = await parseCommandLine(['scan', ...process.argv.slice(2)], commands, 80);
if (line.kind !== 'run') throw new Error(JSON.stringify(line));
const prepared = await prepareScan(scanCommand, line.args, context, () => undefined);
if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
const { request, run } = prepared.value;

async function* withSites(): AsyncGenerator<Endpoint> {
  for await (const endpoint of request.endpoints) {
    yield { ...endpoint, site: endpoint.host.slice(endpoint.host.lastIndexOf('.') + 1) };
  }
}
const resumed = await resumeScan(line.args.text('resume'), { request: { ...request, endpoints: withSites() }, run });
if (!resumed.ok) throw new Error(resumed.error.message);
const { scanner: _, ...environment } = await readAuditEnvironment(context);
const ready = resumed.value;
process.exitCode = await runAudit(
  {
    ...ready.run,
    conditions: conditionsOf(ready.request),
    start: (signal) => audit(ready.request, { ...environment, signal }),
  },
  context,
);
