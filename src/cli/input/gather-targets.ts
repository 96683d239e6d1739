import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { createIdRegister } from '../../model/endpoint-id.ts';
import type { Problem } from '../../model/problem.ts';
import { policies } from '../../policy/policies.ts';
import { describeBareUrl, expandAdHoc, overrideEndpoint } from '../../targets/expand-ad-hoc.ts';
import { type FileArgument, parseFileArgument, parseTargetArgument } from '../../targets/parse-target-argument.ts';
import type { InputError } from './report-input-errors.ts';
import { problem } from '../problem.ts';
import { gatherTargetsFile } from './gather-targets-file.ts';
import type { LocatedStore } from './load-trust-stores.ts';
import { mozilla, mozillaNotice, type Segment, system } from '../input/gathered-targets.ts';
import type { TargetChoice } from '../options/target-options.ts';
import type { ProcessContext } from '../process-context.ts';

/** All that a command line asks for. Nothing is resolved, no trust file is read. */
export type GatheredTargets = Segment;

/** Reads every argument and every file that arguments name, and collects all inputErrors before anyone gives up. */
export async function gatherTargets(
  args: readonly string[],
  target: TargetChoice,
  context: ProcessContext,
  onBadLine: (problem: Problem) => void,
): Promise<GatheredTargets> {
  const files = args.map(parseFileArgument);
  const problems = [...target.problems, ...usageProblems(args, files, target)];
  const segments: Segment[] = [];
  let bareUrls = 0;
  for (const [index, text] of args.entries()) {
    const file = files[index];
    const segment =
      file === undefined ? gatherWord(text, target, bareUrls) : await gatherFile(file, target, context, onBadLine);
    if (file === undefined) bareUrls += segment.deployments.length;
    segments.push(segment);
  }
  const nextStep = '`certmuster scan --help` shows what a target can be.';
  const commandLine = problems.length === 0 ? [] : [{ about: 'the command line', problems, nextStep }];
  return merge(segments, commandLine, target);
}

function usageProblems(
  args: readonly string[],
  files: readonly (FileArgument | undefined)[],
  { choice, overrides }: TargetChoice,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (args.length === 0) {
    problems.push(
      problem('no target is named: a targets file, https://HOST, HOST:PORT, or - for a list on standard input'),
    );
  }
  if (args.filter((text) => text === '-').length > 1) problems.push(problem('standard input can be read once', '-'));
  if (overrides.serverName !== undefined && (args.length > 1 || files[0] !== undefined)) {
    problems.push(problem('is for one target only, named on the command line', '--server-name'));
  }
  const onlyTargetsFiles = args.length > 0 && files.every((file) => file?.holds === 'targets');
  for (const option of ['role', 'policy'] as const) {
    if (onlyTargetsFiles && choice[option] !== undefined) {
      problems.push(problem(`a targets file says the ${option} of each target itself`, `--${option}`));
    }
  }
  return problems;
}

async function gatherFile(
  file: FileArgument,
  target: TargetChoice,
  context: ProcessContext,
  onBadLine: (problem: Problem) => void,
): Promise<Segment> {
  if (file.holds === 'targets') return await gatherTargetsFile(file.path);
  // Loaded late, as the schema library behind it costs a third of a small scan.
  const { gatherList, gatherStdin } = await import('./gather-list.ts');
  if (file.path === '-') return await gatherStdin(target.choice, context, onBadLine);
  return await gatherList(file, target.choice);
}

/** A bare URL is one virtual server of the deployment without a name; `bareUrls` came before it. */
function gatherWord(text: string, { choice }: TargetChoice, bareUrls: number): Segment {
  const target = parseTargetArgument(text, choice, policies);
  const endpoints = target.ok ? expandAdHoc(target.value, bareUrls) : [];
  const virtualServer = target.ok ? describeBareUrl(target.value) : undefined;
  return {
    deployments: virtualServer === undefined ? [] : [namelessDeployment([virtualServer])],
    endpoints,
    count: endpoints.length,
    stores: new Map([['mozilla', mozilla]]),
    inputs: [],
    notices: [mozillaNotice],
    inputErrors: target.ok ? [] : [{ about: 'the command line', problems: [problem(target.error)] }],
  };
}

function namelessDeployment(virtualServers: Deployment['virtualServers']): Deployment {
  return { name: null, policy: 'cwa-2007-r2', policyOverrides: {}, virtualServers };
}

/** All bare URLs of the command line are one deployment, the last. */
function mergeDeployments(segments: readonly Segment[]): readonly Deployment[] {
  const all = segments.flatMap(({ deployments }) => deployments);
  const bare = all.filter(({ name }) => name === null).flatMap(({ virtualServers }) => virtualServers);
  const named = all.filter(({ name }) => name !== null);
  return bare.length === 0 ? named : [...named, namelessDeployment(bare)];
}

function merge(segments: readonly Segment[], inputErrors: readonly InputError[], target: TargetChoice): GatheredTargets {
  const { trust } = target.overrides;
  const clashes = trust === undefined ? storeClashes(segments) : [];
  const deployments = mergeDeployments(segments);
  const names = deployments.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const across = [
    ...clashes,
    ...twice.map((name) => problem(`the deployment ${name} stands in more than one targets file`)),
  ];
  return {
    deployments,
    endpoints: endpointsOf(segments, target),
    count: segments.reduce<number | undefined>(
      (sum, { count }) => (sum === undefined || count === undefined ? undefined : sum + count),
      0,
    ),
    stores: trust === undefined ? new Map(segments.flatMap(({ stores }) => [...stores])) : chosenStores(trust),
    inputs: segments.flatMap(({ inputs }) => inputs),
    notices: trust === undefined ? [...new Set(segments.flatMap(({ notices }) => notices))] : [],
    inputErrors: [
      ...inputErrors,
      ...segments.flatMap((segment) => segment.inputErrors),
      ...(across.length === 0 ? [] : [{ about: 'the set of targets files', problems: across }]),
    ],
  };
}

/** `--trust`: a bundled store by its name, or a file or folder by its path. */
export function chosenStores(trust: readonly string[]): ReadonlyMap<string, LocatedStore> {
  const bundled: ReadonlyMap<string, LocatedStore> = new Map([
    ['mozilla', mozilla],
    ['system', system],
  ]);
  return new Map(
    trust.map((name) => [name, bundled.get(name) ?? { source: { kind: 'files', files: [name] }, folder: '.' }]),
  );
}

function storeClashes(segments: readonly Segment[]): readonly Problem[] {
  const seen = new Map<string, string>();
  const clashes = new Set<string>();
  for (const [name, store] of segments.flatMap(({ stores }) => [...stores])) {
    const meaning = JSON.stringify(store);
    if ((seen.get(name) ?? meaning) !== meaning) clashes.add(name);
    seen.set(name, meaning);
  }
  return [...clashes].map((name) => problem(`the trust store ${name} means different things in two targets files`));
}

/**
 * Static where everything is, so that nothing has to wait; else as the lists are read. Then ids that come again are left to
 * whoever reads on: to tell a million apart takes memory, and `scan` does it anyway.
 */
function endpointsOf(segments: readonly Segment[], { overrides }: TargetChoice): GatheredTargets['endpoints'] {
  const finish = (endpoint: Endpoint): Endpoint => {
    const changed = overrideEndpoint(endpoint, overrides);
    return { ...changed, id: changed.id.replace(/#\d+$/, '') };
  };
  if (segments.every(({ endpoints }) => Array.isArray(endpoints))) {
    const register = createIdRegister();
    return segments.flatMap(({ endpoints }) =>
      (endpoints as readonly Endpoint[]).map(finish).map((endpoint) => ({ ...endpoint, id: register(endpoint.id) })),
    );
  }
  return (async function* () {
    for (const { endpoints } of segments) for await (const endpoint of endpoints) yield finish(endpoint);
  })();
}
