import type { AuditEvent } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';
import type { Arguments, Command } from '../command.ts';
import { compareFailures, describeDifference, describeStories } from './demo-failures.ts';
import { demoRequest } from './demo-request.ts';
import { auditZoo } from './demo-zoo.ts';
import { exitCodes } from '../exit-code.ts';
import { type Format, formats } from '../options/output-options.ts';
import { openDemoStdout } from './open-demo-stdout.ts';
import { writeAudit } from '../output/write-audit.ts';
import type { ProcessContext } from '../process-context.ts';

export const demoCommand: Command = {
  name: 'demo',
  positionals: [],
  describe: 'Audits a Communicator Web Access deployment on loopback that has faults planted in it',
  options: {
    format: { kind: 'text', choices: formats, describe: 'format of the report (table)' },
    zoo: { kind: 'flag', describe: 'audit a zoo of hostile servers instead, and say how each ended' },
    quiet: { kind: 'flag', describe: 'say only whether exactly the planted faults were found' },
  },
  examples: [
    ['demo', 'exits 0 when exactly the planted faults were found'],
    ['demo --zoo', 'exits 0 when every hostile server ended as it has to'],
  ],
  run: demo,
};

async function demo(args: Arguments, world: ProcessContext) {
  const format = (args.text('format') ?? 'table') as Format;
  if (args.flag('zoo')) return await auditZoo({ format, isQuiet: args.flag('quiet') }, world);
  const { startDemoDeployment } = await import('../../lab/demo-deployment.ts');
  const now = world.now();
  const isQuiet = args.flag('quiet');
  if (!isQuiet) world.say('A deployment of Communicator Web Access starts on loopback, part of it deliberately wrong.');
  const deployment = await startDemoDeployment({ now, signal: world.signal });
  try {
    return await auditDemo(deployment, { format, isQuiet }, world);
  } finally {
    await deployment.close();
  }
}

async function auditDemo(
  deployment: DemoDeployment,
  { format, isQuiet }: { readonly format: Format; readonly isQuiet: boolean },
  world: ProcessContext,
) {
  const { audit } = await import('../../audit/audit.ts');
  const request = await demoRequest(deployment, { concurrency: 20, timeoutMs: 5_000 });
  const { now, monotonicMs, signal } = world;
  const seen: AuditEvent[] = [];
  async function* watched() {
    for await (const event of audit(request, { now, monotonicMs, signal })) {
      seen.push(event);
      yield event;
    }
  }
  const sinks = isQuiet ? [] : [await openDemoStdout(format, world)];
  const telling = { sinks, failOn: 'error' as const, count: undefined, isQuiet, stop: () => undefined };
  const code = await writeAudit(watched(), telling, world);
  if (code === exitCodes.interrupted || code === exitCodes.broken) return code;
  const difference = compareFailures(deployment.expected, seen);
  const stories = isQuiet ? '' : await describeStories(deployment.stories, difference, world.stdout);
  const text = `${stories}${describeDifference(difference)}`;
  if (format === 'table') await world.stdout.write(text);
  else world.say(text);
  return difference.missing.length + difference.unexpected.length === 0 ? exitCodes.clean : exitCodes.broken;
}
