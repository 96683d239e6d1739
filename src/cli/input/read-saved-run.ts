import { createHash, hash } from 'node:crypto';
import { join } from 'node:path';

import { findMissingPolicy, readSavedPolicies } from '../../audit/saved-policies.ts';
import { type Policies, standardPolicies } from '../../policy/policies.ts';
import { findMissingStores, readSavedStores } from '../../audit/evaluate-saved.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import { type Problem, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Evaluation } from '../../model/provenance.ts';
import { decodeLineDigest, type LineDigest } from '../../model/run-manifest.ts';
import { decodeObservation, decodeRun } from '../../model/saved-documents.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { savedRunFiles } from '../../model/saved-run-files.ts';
import type { Role } from '../../model/vocabulary.ts';
import { problem } from '../problem.ts';
import { compareDigests } from './compare-digests.ts';
import { describeFileError, readJsonFile } from './input-file.ts';
import { type ReadManifest, readManifest, type VerifyKey } from './read-manifest.ts';
import { readFileLines } from './read-lines.ts';
import type { InputError } from './report-input-errors.ts';

/** A folder of saved observations, checked from end to end. */
export interface SavedFolder {
  readonly run: SavedRun;
  /** Undefined: saved by an earlier version, so nothing shows whether it was changed. */
  readonly manifest: ReadManifest | undefined;
  /** The files that were read. */
  readonly inputs: Evaluation['inputs'];
  /** The standard ones and those saved with the run. */
  readonly policies: Policies;
  /** Roles of its endpoints. */
  readonly roles: ReadonlySet<Role>;
  /** Read again as they are judged: a large run does not fit in memory. */
  readonly observations: () => AsyncIterable<EndpointObservation>;
  readonly count: number;
}

/** More problems than anyone reads. */
const maxProblemsReported = 20;

/** Checks run, manifest and observations whole before anything is judged. */
export async function readSavedRun(
  folder: string,
  verifyKey: VerifyKey | undefined,
): Promise<Result<SavedFolder, readonly InputError[]>> {
  const run = await readRun(join(folder, savedRunFiles.run));
  const manifest = await readManifest(folder, run.saved?.manifest !== undefined, verifyKey);
  const digests = manifest.ok ? manifest.value?.manifest.sha256 : undefined;
  const isChanged = digests !== undefined && run.sha256 !== undefined && run.sha256 !== digests[savedRunFiles.run];
  const { errors, sha256, ...observed } = await checkObservations(folder, { ...run, digests });
  const all: readonly InputError[] = [
    ...about(join(folder, savedRunFiles.run), [...(isChanged ? [problem(changedFile)] : []), ...run.problems]),
    ...(manifest.ok ? [] : manifest.error),
    ...errors,
  ];
  if (all.length > 0 || run.saved === undefined || run.sha256 === undefined || !manifest.ok) return err(all);
  const path = join(folder, savedRunFiles.observations);
  const inputs = [
    { path: join(folder, savedRunFiles.run), sha256: run.sha256 },
    { path, sha256 },
    ...(manifest.value ? [{ path: manifest.value.path, sha256: manifest.value.sha256 }] : []),
  ];
  const observations = () => readObservations(path);
  return ok({
    run: run.saved,
    policies: run.policies ?? standardPolicies,
    manifest: manifest.value,
    inputs,
    observations,
    ...observed,
  });
}

const changedFile = 'does not match its digest in the manifest: it was changed after the run was saved';

function about(path: string, problems: readonly Problem[]): readonly InputError[] {
  return problems.length === 0 ? [] : [{ about: path, problems }];
}

interface RunFile {
  /** Undefined: the file could not be read. */
  readonly sha256?: string;
  /** Undefined: it is not a run. */
  readonly saved?: SavedRun;
  readonly policies?: Policies;
  readonly problems: readonly Problem[];
}

async function readRun(path: string): Promise<RunFile> {
  const file = await readJsonFile(path);
  if (!file.ok) return { problems: [problem(`${file.error}; a run that did not finish has none`)] };
  const { sha256 } = file.value;
  const run = decodeRun(file.value.json);
  if (!run.ok) return { sha256, problems: run.error };
  const stores = readSavedStores(run.value);
  const policies = readSavedPolicies(run.value);
  const problems = [
    ...(stores.ok ? [] : [problem(stores.error.message, 'trustStores')]),
    ...(policies.ok ? [] : policies.error),
  ];
  return { sha256, saved: run.value, problems, ...(policies.ok && { policies: policies.value }) };
}

interface Observed {
  /** Of the whole file, if there are no errors. */
  readonly sha256: string;
  readonly errors: readonly InputError[];
}

/** Reads every observation, and compares its line with the digest that was saved for it. */
async function checkObservations(
  folder: string,
  { saved, policies, digests }: Pick<RunFile, 'saved' | 'policies'> & { readonly digests: Digests | undefined },
): Promise<Pick<SavedFolder, 'count' | 'roles'> & Observed> {
  const path = join(folder, savedRunFiles.observations);
  const digestsPath = join(folder, savedRunFiles.digests);
  const digestsProblems = digests === undefined ? [] : await checkWhole(digestsPath, digests[savedRunFiles.digests]);
  const isListSound = digests !== undefined && digestsProblems.length === 0;
  const comparison = isListSound ? compareDigests(readLineDigests(digestsPath), maxProblemsReported) : undefined;
  const changes: Problem[] = [];
  const problems: Problem[] = [];
  const whole = createHash('sha256');
  const roles = new Set<Role>();
  let sha256 = '';
  let count = 0;
  try {
    for await (const line of readFileLines(path, (bytes) => whole.update(bytes))) {
      count += 1;
      const read = readObservation(line);
      if (read.ok) roles.add(read.value.endpoint.role);
      if (comparison !== undefined) changes.push(...(await comparison.line(hash('sha256', line))));
      problems.push(
        ...(read.ok ? missingParts(read.value, { saved, policies }) : read.error).map((each) => atLine(count, each)),
      );
      if (changes.length + problems.length >= maxProblemsReported) break;
    }
    // Of a file that was not read to its end nothing more is known.
    if (changes.length + problems.length < maxProblemsReported) changes.push(...((await comparison?.end()) ?? []));
    sha256 = whole.digest('hex');
    const isSound = changes.length + problems.length === 0;
    if (isSound && digests !== undefined && sha256 !== digests[savedRunFiles.observations]) {
      problems.push(problem(isListSound ? 'its line endings, or bytes that are not UTF-8, were changed' : changedFile));
    }
  } catch (error) {
    problems.push(problem(describeFileError(error)));
  }
  // The change of a line comes before what it broke.
  const inOrder = [...changes, ...problems].sort((a, b) => lineOf(a) - lineOf(b)).slice(0, maxProblemsReported);
  return { count, roles, sha256, errors: [...about(path, inOrder), ...about(digestsPath, digestsProblems)] };
}

type Digests = ReadManifest['manifest']['sha256'];

/** Compares a whole file with its digest. */
async function checkWhole(path: string, sha256: string): Promise<readonly Problem[]> {
  const whole = createHash('sha256');
  try {
    for await (const _ of readFileLines(path, (bytes) => whole.update(bytes)));
    return whole.digest('hex') === sha256 ? [] : [problem(changedFile)];
  } catch (error) {
    return [problem(describeFileError(error))];
  }
}

/** The lines of `digests.ndjson`, which was compared with its own digest before. */
async function* readLineDigests(path: string): AsyncGenerator<LineDigest> {
  for await (const line of readFileLines(path)) {
    yield decodeLineDigest(line) ?? { sha256: '', endpoint: `a line that ${savedRunFiles.digests} cannot name` };
  }
}

function lineOf({ path }: Problem): number {
  return Number(/^line (\d+)/.exec(path)?.[1] ?? 0);
}

function atLine(number: number, { path, message }: Problem): Problem {
  return problem(message, path === '' ? `line ${number}` : `line ${number}, ${path}`);
}

/** What the observation names and the run lacks, if the run could be read. */
function missingParts(
  observation: EndpointObservation,
  { saved, policies }: { readonly saved: SavedRun | undefined; readonly policies: Policies | undefined },
): readonly Problem[] {
  const missing = policies && findMissingPolicy(observation, policies);
  const stores = saved === undefined ? [] : findMissingStores(observation, saved);
  return [
    ...stores.map((name) =>
      problem(`names the trust store ${quote(name)}, which ${savedRunFiles.run} does not contain`, 'endpoint.trust'),
    ),
    ...(missing === undefined
      ? []
      : [
          problem(`names the policy ${quote(missing)}, which ${savedRunFiles.run} does not contain`, 'endpoint.policy'),
        ]),
  ];
}

async function* readObservations(path: string): AsyncGenerator<EndpointObservation> {
  for await (const line of readFileLines(path)) {
    const read = readObservation(line);
    if (read.ok) yield read.value;
  }
}

function readObservation(line: string): Result<EndpointObservation, readonly Problem[]> {
  try {
    return decodeObservation(JSON.parse(line));
  } catch (error) {
    return err([problem(`is not JSON: ${error instanceof Error ? error.message : String(error)}`)]);
  }
}
