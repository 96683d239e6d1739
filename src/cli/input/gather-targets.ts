import type { Endpoint } from '../../model/endpoint.ts';
import { speaksXmpp } from '../../model/xmpp-domain.ts';
import type { Problem } from '../../model/problem.ts';
import type { Policies } from '../../policy/policies.ts';
import { type ConnectPlace, countAdHoc, describeBareUrl, expandAdHoc } from '../../targets/expand-ad-hoc.ts';
import { defaultStoresNotice } from '../../targets/expand-plain-target.ts';
import { splitRange } from '../../targets/host-range.ts';
import { createTargetNotes } from '../../targets/target-notes.ts';
import {
  type AdHocChoice,
  type FileArgument,
  parseFileArgument,
  parseTargetArgument,
} from '../../targets/parse-target-argument.ts';
import type { TargetChoice } from '../options/target-options.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { gatherTargetsFile, gatherTargetsText } from './gather-targets-file.ts';
import { type GatheredTargets, maxEndpointsKept, noTargets } from './gathered-targets.ts';
import { bundledStores } from './located-store.ts';
import { mergeTargets, deploymentOfBareUrls } from './merge-targets.ts';
import { readPolicies } from './read-policies.ts';
import { commandLineErrors } from './report-input-errors.ts';
import { selectTargets } from './select-targets.ts';
import { bracket, hostPort } from '../../model/host-port.ts';

/** Reads every argument and every file that arguments name, and collects the errors of all of them. */
export async function gatherTargets(
  named: readonly string[],
  target: TargetChoice,
  context: ProcessContext,
  onBadLine: (problem: Problem) => void,
): Promise<GatheredTargets> {
  const args = withImplied(named, target, context);
  const files = args.map(parseFileArgument);
  const problems = [...target.problems, ...findUsageProblems(args, files, target)];
  const errors = commandLineErrors(problems, '`certmuster scan --help` lists the kinds of targets.');
  const { choice, ...known } = await readChoice(target.choice);
  const parts: GatheredTargets[] = [{ ...noTargets, ...known, errors: [...errors, ...known.errors] }];
  const isTrustReplaced = target.overrides.trust !== undefined;
  let bareUrls = 0;
  for (const [index, text] of args.entries()) {
    const file = files[index];
    if (file === undefined) {
      const part = gatherArgument(text, { choice, policies: known.policies }, bareUrls);
      bareUrls += part.deployments.length;
      parts.push(part);
    } else
      parts.push(
        await gatherFile(
          file,
          { choice, policies: known.policies, isTrustReplaced, isImplied: named.length === 0 },
          context,
          onBadLine,
        ),
      );
  }
  const selected = selectTargets(parts, target.selection, onBadLine);
  const { lateNotices, ...merged } = mergeTargets(selected.parts, target.overrides);
  return {
    ...merged,
    notices: [...merged.notices, ...selected.notices],
    lateNotices: () => [...(lateNotices?.() ?? []), ...(selected.lateNotices?.() ?? [])],
    ...(selected.selected && { selected: selected.selected }),
    errors: [...merged.errors, ...selected.errors],
  };
}

/** Without a target on the command line, `--connect` names one, or else whatever writes to standard input, unless that is a terminal. */
function withImplied(
  named: readonly string[],
  { overrides: { connect, serverName } }: TargetChoice,
  { stdin }: ProcessContext,
): readonly string[] {
  if (named.length > 0) return named;
  if (connect !== undefined) return [writePlace({ host: serverName ?? connect.host, port: connect.port })];
  return 'isTTY' in stdin && stdin.isTTY === true ? [] : ['-'];
}

function writePlace({ host, port }: Pick<ConnectPlace, 'host' | 'port'>): string {
  return port === undefined ? bracket(host) : hostPort(host, port);
}

/** What `--role` and `--policy` chose, and the policies that there are then. */
interface KnownChoice {
  readonly choice: AdHocChoice;
  readonly policies: Policies;
}

/** Reads the policy of `--policy` if it is a file or one of those that not every run knows. */
async function readChoice(choice: AdHocChoice): Promise<KnownChoice & Pick<GatheredTargets, 'inputs' | 'errors'>> {
  const { policies, ids, inputs, errors } = await readPolicies(choice.policy === undefined ? [] : [choice.policy], {
    option: '--policy',
  });
  return { choice: { ...choice, policy: ids[0] }, policies, inputs, errors };
}

const howToName = 'name a targets file, https://HOST or HOST:PORT, or use - for a list on standard input';

function findUsageProblems(
  args: readonly string[],
  files: readonly (FileArgument | undefined)[],
  { choice, overrides }: TargetChoice,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (args.length === 0) problems.push(problem(`no target is given; ${howToName}`));
  if (args.filter((text) => text === '-').length > 1)
    problems.push(problem('standard input can be read only once', '-'));
  if (overrides.serverName !== undefined && (args.length > 1 || files[0] !== undefined)) {
    problems.push(problem('needs exactly one target, named on the command line', '--server-name'));
  }
  const haveSchemes =
    args.length > 0 && args.every((text, index) => files[index] === undefined && text.includes('://'));
  if (choice.startTls !== undefined && haveSchemes) {
    problems.push(problem('is for targets without a scheme, and all of them have one; leave it out', '--starttls'));
  }
  const mayBeXmpp = args.some((text, index) => files[index] !== undefined || /^xmpp(?:-server)?:/i.test(text));
  if (overrides.xmppTo !== undefined && !mayBeXmpp && !speaksXmpp(choice.startTls)) {
    problems.push(problem('is for targets that speak XMPP; add --starttls xmpp, or use xmpp://HOST', '--xmpp-to'));
  }
  if (overrides.connect !== undefined) {
    if (args.length > 1 || files[0] !== undefined)
      problems.push(
        problem('needs exactly one target, named on the command line; use --resolve for more', '--connect'),
      );
    if (overrides.address !== undefined)
      problems.push(problem('cannot be combined with --connect; leave one out', '--address'));
  }
  const rangeOption =
    overrides.connect !== undefined ? '--connect' : overrides.address !== undefined ? '--address' : undefined;
  if (rangeOption !== undefined && args.some((text) => splitRange(text.replace(/^[^/]*:\/\//, '')) !== undefined))
    problems.push(problem('leads to one place, and the target is a range; leave one of them out', rangeOption));
  const onlyTargetsFiles = args.length > 0 && files.every((file) => file?.holds === 'targets');
  for (const [option, field] of [
    ['role', 'role'],
    ['policy', 'policy'],
    ['port', 'ports'],
    ['starttls', 'startTls'],
  ] as const) {
    if (onlyTargetsFiles && choice[field] !== undefined) {
      problems.push(
        problem(`cannot be used with a targets file, which sets the ${option} of each target`, `--${option}`),
      );
    }
  }
  return problems;
}

async function gatherFile(
  file: FileArgument,
  choice: KnownChoice & { readonly isTrustReplaced: boolean; readonly isImplied: boolean },
  context: ProcessContext,
  onBadLine: (problem: Problem) => void,
): Promise<GatheredTargets> {
  if (file.holds === 'targets') return await gatherTargetsFile(file.path, choice);
  // Imported late: the schema library behind it takes a tenth of the CPU time of a small scan.
  const { gatherList, gatherStandardInput } = await import('./gather-list.ts');
  if (file.path !== '-') return await gatherList({ path: file.path, holds: file.holds }, choice);
  const { openStandardInput } = await import('./standard-input.ts');
  const input = await withHint(openStandardInput(context), choice, context);
  if (input.kind === 'unreadable') return failed(`cannot be read: it ${input.error}`);
  if (input.kind === 'list' && input.isEmpty && choice.isImplied)
    return failed(`is empty, and no target is given; ${howToName}`);
  if (input.kind === 'list') return gatherStandardInput(choice, input.chunks, onBadLine);
  return input.file.ok
    ? await gatherTargetsText({ ...input.file.value, about, isTrustReplaced: choice.isTrustReplaced })
    : failed(input.file.error);
}

const about = 'standard input';

function failed(message: string): GatheredTargets {
  return { ...noTargets, errors: [{ about, problems: [problem(message)] }] };
}

/** For who did not think of standard input, and wonders why nothing happens. */
const hintAfterMs = 2_000;

async function withHint<T>(
  reading: Promise<T>,
  { isImplied }: { readonly isImplied: boolean },
  { say }: ProcessContext,
): Promise<T> {
  if (!isImplied) return await reading;
  const hint = setTimeout(say, hintAfterMs, 'No target is given; waiting for targets on standard input.');
  try {
    return await reading;
  } finally {
    clearTimeout(hint);
  }
}

/** A bare URL is a virtual server of the deployment without a name; `bareUrls` of them came before it. */
function gatherArgument(text: string, { choice, policies }: KnownChoice, bareUrls: number): GatheredTargets {
  const stores = { stores: new Map([['mozilla', bundledStores.mozilla]]), notices: [defaultStoresNotice] };
  const target = parseTargetArgument(text, choice, policies);
  if (!target.ok) return { ...noTargets, ...stores, errors: commandLineErrors([problem(target.error)]) };
  const isFew = countAdHoc(target.value) <= maxEndpointsKept;
  const all = expandAdHoc(target.value, bareUrls);
  const endpoints = isFew ? [...all] : oneByOne(all);
  const seen = createTargetNotes();
  seen.see(target.value);
  const notes = seen.notices();
  const virtualServer = describeBareUrl(target.value);
  const { value } = target;
  const isBare = virtualServer !== undefined && value.kind === 'virtual-server';
  const deployments = isBare ? [deploymentOfBareUrls(value.policy, [virtualServer])] : [];
  return { ...noTargets, ...stores, notes, deployments, endpoints, count: isFew ? countAdHoc(value) : undefined };
}

async function* oneByOne(endpoints: Iterable<Endpoint>): AsyncGenerator<Endpoint> {
  yield* endpoints;
}
