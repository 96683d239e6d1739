import { createHash } from 'node:crypto';

import type { Endpoint } from '../../model/endpoint.ts';
import type { Problem } from '../../model/problem.ts';
import type { PolicyId } from '../../model/vocabulary.ts';
import type { Policies } from '../../policy/policies.ts';
import type { Policy } from '../../policy/policy.ts';
import { countAdHoc, expandAdHoc } from '../../targets/expand-ad-hoc.ts';
import { defaultStoresNotice } from '../../targets/expand-plain-target.ts';
import { createTargetNotes, type TargetNotes } from '../../targets/target-notes.ts';
import { storesOf } from '../../targets/expand-targets.ts';
import type { AdHocChoice, AdHocTarget } from '../../targets/parse-target-argument.ts';
import { createListReader, type ListReader } from '../../targets/parse-target-list.ts';
import { parseTargetObject } from '../../targets/parse-target-object.ts';
import { problem } from '../problem.ts';
import { type GatheredTargets, maxEndpointsKept, noTargets } from './gathered-targets.ts';
import { describeFileError } from './input-file.ts';
import { bundledStores } from './located-store.ts';
import { isBuiltIn, readPolicies } from './read-policies.ts';
import { readFileLines, readLines } from './read-lines.ts';
import type { InputError } from './report-input-errors.ts';

/** A list may be longer than anyone reads problems of. */
const maxProblemsReported = 100;

/** No target is this long, and a line on standard input need not end. */
const maxTargetCharacters = 65_536;

/** A file with one target on each line. */
export interface ListFile {
  readonly path: string;
  readonly holds: 'ndjson' | 'list';
}

/** What lines mean that name neither role nor policy, and the policies that there are. */
export interface ListChoice {
  readonly choice: AdHocChoice;
  readonly policies: Policies;
}

/** Checks a whole list before anything is dialed. */
export async function gatherList(
  { path, holds }: ListFile,
  { choice, policies: known }: ListChoice,
): Promise<GatheredTargets> {
  const policies = new Map(known);
  const newReader = (): ListReader => createListReader(holds, { choice, policies, stores: Object.keys(bundledStores) });
  const hash = createHash('sha256');
  const checked = await checkList(
    readFileLines(path, (bytes) => hash.update(bytes)),
    newReader(),
    (line) => loadPackNamedIn(line, policies),
  );
  const { problems, count, kept, stores, notes } = checked;
  if (problems.length > 0) return { ...noTargets, errors: [toInputError(path, problems)] };
  if (count === 0) return { ...noTargets, errors: [{ about: path, problems: [problem('contains no target')] }] };
  return {
    ...noTargets,
    endpoints: count <= maxEndpointsKept ? kept : readEndpoints(readFileLines(path), newReader(), {}),
    count,
    stores: new Map(Object.entries(bundledStores).filter(([name]) => stores.has(name))),
    policies,
    inputs: [{ path, sha256: hash.digest('hex') }],
    notices: stores.has('mozilla') ? [defaultStoresNotice] : [],
    notes: notes.notices(),
  };
}

interface CheckedList {
  readonly problems: readonly Problem[];
  readonly count: number;
  /** The first `maxEndpointsKept`. */
  readonly kept: readonly Endpoint[];
  /** Names of the stores that endpoints are judged by. */
  readonly stores: ReadonlySet<string>;
  readonly notes: TargetNotes;
}

async function checkList(
  lines: AsyncIterable<string>,
  read: ListReader,
  prepareFor: (line: string) => Promise<void> | undefined,
): Promise<CheckedList> {
  const problems: Problem[] = [];
  const kept: Endpoint[] = [];
  const stores = new Set<string>();
  const notes = createTargetNotes();
  let count = 0;
  try {
    for await (const line of lines) {
      await prepareFor(line);
      const result = read(line)?.result;
      if (result?.ok === false) problems.push(...result.error);
      if (problems.length > maxProblemsReported) break;
      if (result?.ok !== true) continue;
      notes.see(result.value);
      const size = countAdHoc(result.value);
      count += size;
      if (count <= maxEndpointsKept) kept.push(...expandAdHoc(result.value));
      const [first] = expandAdHoc(result.value);
      for (const name of first === undefined ? [] : storesOf([first])) stores.add(name);
    }
  } catch (error) {
    return { problems: [problem(describeFileError(error))], count, kept, stores, notes };
  }
  return { problems, count, kept, stores, notes };
}

/** Loads the policy that a line of NDJSON names, if it comes with the program and is not known to every run. Undefined: nothing to load. */
function loadPackNamedIn(line: string, policies: Map<PolicyId, Policy>): Promise<void> | undefined {
  if (!line.includes('"policy"')) return undefined;
  const declared = parseTargetObject(line.trim());
  const id = declared.ok ? declared.value.policy : undefined;
  if (id === undefined || policies.has(id) || !isBuiltIn(id)) return undefined;
  return readPolicies([id], { option: 'policy' }).then((read) => {
    for (const [name, policy] of read.policies) if (!policies.has(name)) policies.set(name, policy);
  });
}

/**
 * Standard input is read once: a bad line is reported when it comes, and the others are audited. Its lines cannot name the
 * system's store, because stores are read before the first line.
 */
export function gatherStandardInput(
  { choice, policies }: ListChoice,
  stdin: AsyncIterable<Uint8Array | string>,
  onBadLine: (problem: Problem) => void,
): GatheredTargets {
  const read = createListReader('list', { choice, policies, stores: ['mozilla'] });
  const notes = createTargetNotes();
  const lines = readLines(stdin, undefined, maxTargetCharacters);
  return {
    ...noTargets,
    endpoints: reportIfEmpty(readEndpoints(lines, read, { onTarget: notes.see, onBadLine }), onBadLine),
    count: undefined,
    stores: new Map([['mozilla', bundledStores.mozilla]]),
    notices: [defaultStoresNotice],
    lateNotices: notes.notices,
  };
}

/** What a pass over a list hears of its lines; absent: a first pass has heard of it. */
interface LineListener {
  readonly onTarget?: (target: AdHocTarget) => void;
  readonly onBadLine?: (problem: Problem) => void;
}

async function* readEndpoints(
  lines: AsyncIterable<string>,
  read: ListReader,
  { onTarget, onBadLine }: LineListener,
): AsyncGenerator<Endpoint> {
  for await (const line of lines) {
    const result = read(line)?.result;
    if (result?.ok === true) {
      onTarget?.(result.value);
      yield* expandAdHoc(result.value);
    }
    for (const { path, message } of result?.ok === false ? result.error : []) {
      onBadLine?.(problem(message, `standard input, ${path}`));
    }
  }
}

/** A list without a target is a mistake, most likely of the script that wrote it, and must not look like a clean result. */
async function* reportIfEmpty(
  endpoints: AsyncIterable<Endpoint>,
  onBadLine: (problem: Problem) => void,
): AsyncGenerator<Endpoint> {
  let isEmpty = true;
  for await (const endpoint of endpoints) {
    isEmpty = false;
    yield endpoint;
  }
  if (isEmpty) onBadLine(problem('contains no target', 'standard input'));
}

function toInputError(path: string, problems: readonly Problem[]): InputError {
  const isHostLike = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i.test(path);
  const nextStep = isHostLike
    ? 'If this is a target and not a file, use HOST[:PORT], https://HOST or a range such as 10.0.0.0/28.'
    : undefined;
  if (problems.length <= maxProblemsReported) return { about: path, problems, ...(nextStep && { nextStep }) };
  return {
    about: path,
    problems: problems.slice(0, maxProblemsReported),
    nextStep: 'There are more problems; these are the first.',
  };
}
