import { createHash } from 'node:crypto';

import type { Endpoint } from '../../model/endpoint.ts';
import type { Problem } from '../../model/problem.ts';
import { policies } from '../../policy/policies.ts';
import { expandAdHoc } from '../../targets/expand-ad-hoc.ts';
import type { AdHocChoice, FileArgument } from '../../targets/parse-target-argument.ts';
import { createListReader, type ListReader } from '../../targets/parse-target-list.ts';
import type { InputError } from './report-input-errors.ts';
import { problem } from '../problem.ts';
import { describeFileError } from './input-file.ts';
import { readFileLines, readLines } from './read-lines.ts';
import { mozilla, mozillaNotice, type Segment, system, wrongSegment } from '../input/gathered-targets.ts';
import type { ProcessContext } from '../process-context.ts';

/** A list may be longer than anyone reads problems of. */
const maxProblemsTold = 100;

/** A list up to here is kept, so that an interrupted run can count what it left out; a longer one is read again, line by line. */
const maxEndpointsKept = 10_000;

/** Stores that a line may name without declaring them. */
const bundled = new Map([
  ['mozilla', mozilla],
  ['system', system],
]);

/** Checks a whole list before anything is dialled. */
export async function gatherList({ path, holds }: FileArgument, choice: AdHocChoice): Promise<Segment> {
  const newReader = prepareReader(holds, choice, [...bundled.keys()]);
  const hash = createHash('sha256');
  const problems: Problem[] = [];
  const stores = new Set<string>();
  const kept: Endpoint[] = [];
  let count = 0;
  try {
    const read = newReader();
    for await (const line of readFileLines(path, (bytes) => hash.update(bytes))) {
      const entry = read(line);
      if (entry === undefined) continue;
      if (!entry.result.ok) {
        problems.push(...entry.result.error);
        if (problems.length > maxProblemsTold) break;
        continue;
      }
      const endpoints = expandAdHoc(entry.result.value);
      count += endpoints.length;
      if (count <= maxEndpointsKept) kept.push(...endpoints);
      for (const { trust } of endpoints) for (const list of trust) for (const name of list.stores) stores.add(name);
    }
  } catch (error) {
    return wrongSegment({ about: path, problems: [problem(describeFileError(error))] });
  }
  if (problems.length > 0) return wrongSegment(complaintAbout(path, problems));
  if (count === 0) return wrongSegment({ about: path, problems: [problem('holds no target')] });
  return {
    deployments: [],
    endpoints: count <= maxEndpointsKept ? kept : readEndpoints(() => readFileLines(path), newReader, ignore),
    count,
    stores: new Map([...bundled].filter(([name]) => stores.has(name))),
    inputs: [{ path, sha256: hash.digest('hex') }],
    notices: stores.has('mozilla') ? [mozillaNotice] : [],
    inputErrors: [],
  };
}

/**
 * Standard input is read once: a bad line is told as it comes and the others are audited. Its lines cannot name the system's
 * store, because stores are read before the first line.
 */
export async function gatherStdin(
  choice: AdHocChoice,
  context: ProcessContext,
  onBadLine: (problem: Problem) => void,
): Promise<Segment> {
  const stdin = (): AsyncIterable<string> => readLines(context.stdin, undefined, maxTargetCharacters);
  const newReader = prepareReader('list', choice, ['mozilla']);
  return {
    deployments: [],
    endpoints: refuseNone(readEndpoints(stdin, newReader, onBadLine), onBadLine),
    count: undefined,
    stores: new Map([['mozilla', mozilla]]),
    inputs: [],
    notices: [mozillaNotice],
    inputErrors: [],
  };
}

/** No target is this long, and nobody has to end a line on standard input. */
const maxTargetCharacters = 65_536;

function prepareReader(holds: FileArgument['holds'], choice: AdHocChoice, stores: readonly string[]): () => ListReader {
  const format = holds === 'ndjson' ? 'ndjson' : 'list';
  return () => createListReader(format, { choice, policies, stores });
}

/** A list whose first pass found nothing wrong has nothing to tell in the second. */
const ignore = (): void => undefined;

async function* readEndpoints(
  lines: () => AsyncIterable<string>,
  newReader: () => ListReader,
  onBadLine: (problem: Problem) => void,
): AsyncGenerator<Endpoint> {
  const read = newReader();
  for await (const line of lines()) {
    const entry = read(line);
    if (entry === undefined) continue;
    if (entry.result.ok) yield* expandAdHoc(entry.result.value);
    else for (const { path, message } of entry.result.error) onBadLine(problem(message, `standard input, ${path}`));
  }
}

/** A list without a target is a mistake of whoever made it, a script most likely, and no clean bill. */
async function* refuseNone(
  endpoints: AsyncIterable<Endpoint>,
  onBadLine: (problem: Problem) => void,
): AsyncGenerator<Endpoint> {
  let isEmpty = true;
  for await (const endpoint of endpoints) {
    isEmpty = false;
    yield endpoint;
  }
  if (isEmpty) onBadLine(problem('holds no target', 'standard input'));
}

function complaintAbout(path: string, problems: readonly Problem[]): InputError {
  if (problems.length <= maxProblemsTold) return { about: path, problems };
  return { about: path, problems: problems.slice(0, maxProblemsTold), nextStep: 'There are more; these come first.' };
}
