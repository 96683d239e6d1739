import type { AuditEvent } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';
import type { Arguments, Command } from '../command.ts';
import { compareCauses, describeDifference, describeStories } from './demo-failures.ts';
import { demoRequest } from './demo-request.ts';
import { exitCodes } from '../exit-code.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { type Format, formatOptions, readFormatOptions } from '../options/output-options.ts';
import { openSink, type ReportSink } from '../output/report-sink.ts';
import { writeAudit } from '../output/write-audit.ts';
import type { ProcessContext } from '../process-context.ts';

export const demoCommand: Command = {
  name: 'demo',
  positionals: [],
  describe: 'Audits a Communicator Web Access deployment on loopback with planted faults',
  options: {
    ...formatOptions,
    quiet: { kind: 'flag', describe: 'print only whether the planted faults, and no others, were found' },
    serve: { kind: 'flag', describe: 'audit it every minute and show that in a browser, until Ctrl-C' },
    port: { kind: 'text', describe: 'with --serve: where the page is (9443; 0: any free port)' },
  },
  examples: [
    ['demo', 'exits 0 if the planted faults, and no others, were found'],
    ['demo --serve', 'the service with its page, on http://127.0.0.1:9443/'],
  ],
  run: demo,
};

async function demo(args: Arguments, context: ProcessContext) {
  if (args.flag('serve')) {
    const { serveDemo } = await import('./demo-serve.ts');
    return await serveDemo(args, context);
  }
  const named = readFormatOptions(args);
  if (!named.ok) return reportInputErrors(context, commandLineErrors([named.error]), 'Nothing was started.');
  const destination = { format: named.value ?? 'table', details: args.flag('details') };
  const { startDemoDeployment } = await import('../../lab/demo-deployment.ts');
  const now = context.now();
  const isQuiet = args.flag('quiet');
  if (!isQuiet) context.say('Starting a Communicator Web Access deployment with planted faults on loopback.');
  const deployment = await startDemoDeployment({ now, signal: context.signal });
  try {
    return await auditDemo(deployment, { destination, isQuiet }, context);
  } finally {
    await deployment.close();
  }
}

/** What the report on standard output looks like. */
interface StdoutReport {
  readonly format: Format;
  readonly details: boolean;
}

async function auditDemo(
  deployment: DemoDeployment,
  { destination, isQuiet }: { readonly destination: StdoutReport; readonly isQuiet: boolean },
  context: ProcessContext,
) {
  const { audit } = await import('../../audit/audit.ts');
  const request = await demoRequest(deployment, { concurrency: 20, timeoutMs: 5_000 });
  const { now, monotonicMs, signal } = context;
  const seen: AuditEvent[] = [];
  async function* watched() {
    for await (const event of audit(request, { now, monotonicMs, signal })) {
      seen.push(event);
      yield event;
    }
  }
  const sinks = isQuiet ? [] : [await openStdout(destination, context)];
  const outputs = { sinks, failOn: 'error' as const, count: undefined, isQuiet, stop: () => undefined };
  const code = await writeAudit(watched(), outputs, context);
  if (code === exitCodes.interrupted || code === exitCodes.broken) return code;
  const difference = compareCauses(deployment, seen);
  const stories = isQuiet ? '' : await describeStories(deployment, seen, context.stdout);
  const text = `${stories}${describeDifference(difference)}`;
  if (destination.format === 'table') await context.stdout.write(text);
  else context.say(text);
  return difference.missing.length + difference.unexpected.length === 0 ? exitCodes.clean : exitCodes.broken;
}

async function openStdout({ format, details }: StdoutReport, context: ProcessContext): Promise<ReportSink> {
  const sink = await openSink({ format, path: undefined, ...(details ? { details } : {}) }, context);
  if (!sink.ok) throw new Error(sink.error.message);
  return sink.value;
}
