import type { AuditEvent, AuditRequest } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';
import type { TrustStore } from '../../pki/path.ts';
import type { Arguments, Command } from '../command.ts';
import { compareFailures, describeDifference, describeStories } from '../demo-failures.ts';
import { exitCodes } from '../exit-code.ts';
import { type Format, formats } from '../output-options.ts';
import { openSink, type ReportSink } from '../report-sink.ts';
import { tellAudit } from '../tell-audit.ts';
import type { World } from '../world.ts';

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

async function demo(args: Arguments, world: World) {
  const { startDemoDeployment } = await import('../../lab/demo-deployment.ts');
  const now = world.now();
  const isQuiet = args.flag('quiet');
  if (!isQuiet) world.say('A deployment of Communicator Web Access starts on loopback, part of it deliberately wrong.');
  const deployment = await startDemoDeployment({ now, signal: world.signal });
  try {
    const format = (args.text('format') ?? 'table') as Format;
    return await auditDemo(deployment, { format, isQuiet }, world);
  } finally {
    await deployment.close();
  }
}

async function auditDemo(
  deployment: DemoDeployment,
  { format, isQuiet }: { readonly format: Format; readonly isQuiet: boolean },
  world: World,
) {
  const { audit } = await import('../../audit/audit.ts');
  const request = await requestFor(deployment);
  const { now, monotonicMs, signal } = world;
  const seen: AuditEvent[] = [];
  async function* watched() {
    for await (const event of audit(request, { now, monotonicMs, signal })) {
      seen.push(event);
      yield event;
    }
  }
  const sinks = isQuiet ? [] : [await openStdout(format, world)];
  const telling = { sinks, failOn: 'error' as const, count: undefined, isQuiet, stop: () => undefined };
  const code = await tellAudit(watched(), telling, world);
  if (code === exitCodes.interrupted || code === exitCodes.broken) return code;
  const difference = compareFailures(deployment.expected, seen);
  const stories = isQuiet ? '' : await describeStories(deployment.stories, difference, world.stdout);
  const text = `${stories}${describeDifference(difference)}`;
  if (format === 'table') await world.stdout.write(text);
  else world.say(text);
  return difference.missing.length + difference.unexpected.length === 0 ? exitCodes.clean : exitCodes.broken;
}

async function openStdout(format: Format, world: World): Promise<ReportSink> {
  const sink = await openSink({ format, path: undefined }, world);
  if (!sink.ok) throw new Error(sink.error.message);
  return sink.value;
}

async function requestFor({ targets, trustFiles, resolve }: DemoDeployment): Promise<AuditRequest> {
  const [{ parseTargets }, { expandTargets }, { policies }] = await Promise.all([
    import('../../targets/parse-targets.ts'),
    import('../../targets/expand-targets.ts'),
    import('../../policy/policies.ts'),
  ]);
  const parsed = parseTargets(targets, policies);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { deployments, endpoints, notices } = expandTargets(parsed.value, policies);
  return {
    deployments,
    endpoints,
    notices,
    stores: await storesFrom(trustFiles, parsed.value.trustStores),
    inputs: [],
    recordedOptions: { demo: true },
    options: {
      concurrency: 20,
      timeoutMs: 5_000,
      at: undefined,
      resolve,
      dnsServers: [],
      provePossession: false,
      keyTypes: 'default',
      failOn: 'error',
    },
  };
}

type Declared = import('../../targets/targets.ts').Targets['trustStores'];

async function storesFrom(
  trustFiles: DemoDeployment['trustFiles'],
  declared: Declared,
): Promise<ReadonlyMap<string, TrustStore>> {
  const [{ readTrustAnchors }, { createTrustStore }] = await Promise.all([
    import('../../pki/read-trust-anchors.ts'),
    import('../../pki/trust-store.ts'),
  ]);
  const stores = new Map<string, TrustStore>();
  for (const [name, source] of declared) {
    const files = source.kind === 'files' ? source.files : [];
    const texts = files.map((path) => ({ path, bytes: Buffer.from(trustFiles.get(path) ?? '') }));
    const anchors = readTrustAnchors(texts);
    if (!anchors.ok) throw new Error(anchors.error.map(({ message }) => message).join(' '));
    const store = createTrustStore({ name, source: files.join(', '), date: null, anchors: anchors.value });
    if (!store.ok) throw new Error(store.error.message);
    stores.set(name, store.value);
  }
  return stores;
}
