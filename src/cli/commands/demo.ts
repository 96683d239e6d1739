import type { AuditEvent } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';
import type { Arguments, Command } from '../command.ts';
import { compareFailures, describeDifference, describeStories } from './demo-failures.ts';
import { demoRequest } from './demo-request.ts';
import { exitCodes } from '../exit-code.ts';
import { type Format, formats } from '../options/output-options.ts';
import { openSink, type ReportSink } from '../output/report-sink.ts';
import { writeAudit } from '../output/write-audit.ts';
import type { ProcessContext } from '../process-context.ts';

export const demoCommand: Command = {
  name: 'demo',
  positionals: [],
  describe: 'Audits a Communicator Web Access deployment on loopback that has faults planted in it',
  options: {
    format: { kind: 'text', choices: formats, describe: 'format of the report (table)' },
    quiet: { kind: 'flag', describe: 'say only whether exactly the planted faults were found' },
  },
  examples: [['demo', 'exits 0 when exactly the planted faults were found']],
  run: demo,
};

async function demo(args: Arguments, context: ProcessContext) {
  const format = (args.text('format') ?? 'table') as Format;
  const { startDemoDeployment } = await import('../../lab/demo-deployment.ts');
  const now = context.now();
  const isQuiet = args.flag('quiet');
  if (!isQuiet)
    context.say('A deployment of Communicator Web Access starts on loopback, part of it deliberately wrong.');
  const deployment = await startDemoDeployment({ now, signal: context.signal });
  try {
    return await auditDemo(deployment, { format, isQuiet }, context);
  } finally {
    await deployment.close();
  }
}

async function auditDemo(
  deployment: DemoDeployment,
  { format, isQuiet }: { readonly format: Format; readonly isQuiet: boolean },
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
  const sinks = isQuiet ? [] : [await openStdout(format, context)];
  const outputs = { sinks, failOn: 'error' as const, count: undefined, isQuiet, stop: () => undefined };
  const code = await writeAudit(watched(), outputs, context);
  if (code === exitCodes.interrupted || code === exitCodes.broken) return code;
  const difference = compareFailures(deployment.expected, seen);
  const stories = isQuiet ? '' : await describeStories(deployment.stories, difference, context.stdout);
  const text = `${stories}${describeDifference(difference)}`;
  if (format === 'table') await context.stdout.write(text);
  else context.say(text);
  return difference.missing.length + difference.unexpected.length === 0 ? exitCodes.clean : exitCodes.broken;
}

async function openStdout(format: Format, context: ProcessContext): Promise<ReportSink> {
  const sink = await openSink({ format, path: undefined }, context);
  if (!sink.ok) throw new Error(sink.error.message);
  return sink.value;
}
