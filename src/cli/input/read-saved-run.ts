import { join } from 'node:path';

import { findMissingStores, readSavedStores } from '../../audit/evaluate-saved.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import { type Problem, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { decodeObservation, decodeRun } from '../../model/saved-documents.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import type { InputError } from './report-input-errors.ts';
import { problem } from '../problem.ts';
import { describeFileError, readJsonFile } from './input-file.ts';
import { readFileLines } from './read-lines.ts';
import { observationsFile, runFile } from '../output/save-run.ts';

/** A folder of saved observations, checked from end to end. */
export interface SavedFolder {
  readonly run: SavedRun;
  /** Read again as they are judged: a large run does not fit in memory. */
  readonly observations: () => AsyncIterable<EndpointObservation>;
  readonly count: number;
}

/** More problems than anyone reads. */
const maxProblemsReported = 20;

/** Checks run and observations whole before anything is judged. */
export async function readSavedRun(folder: string): Promise<Result<SavedFolder, readonly InputError[]>> {
  const runPath = join(folder, runFile);
  const run = await readRun(runPath);
  const observationsPath = join(folder, observationsFile);
  const { count, problems } = await checkObservations(observationsPath, run.ok ? run.value : undefined);
  if (!run.ok || problems.length > 0) {
    return err([
      ...(run.ok ? [] : [{ about: runPath, problems: run.error }]),
      ...(problems.length === 0 ? [] : [{ about: observationsPath, problems }]),
    ]);
  }
  return ok({ run: run.value, observations: () => readObservations(observationsPath), count });
}

async function readRun(path: string): Promise<Result<SavedRun, readonly Problem[]>> {
  const file = await readJsonFile(path);
  if (!file.ok) return err([problem(`${file.error}; a run that did not end in order has none`)]);
  const run = decodeRun(file.value.json);
  if (!run.ok) return run;
  const stores = readSavedStores(run.value);
  return stores.ok ? run : err([problem(stores.error.message, 'trustStores')]);
}

async function checkObservations(
  path: string,
  run: SavedRun | undefined,
): Promise<{ count: number; problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  let count = 0;
  try {
    for await (const line of readFileLines(path)) {
      count += 1;
      const read = readObservation(line);
      const objections = read.ok ? missingStores(read.value, run) : read.error;
      problems.push(
        ...objections.map((each) => problem(each.message, `line ${count}${each.path && `, ${each.path}`}`)),
      );
      if (problems.length >= maxProblemsReported) break;
    }
  } catch (error) {
    problems.push(problem(describeFileError(error)));
  }
  return { count, problems };
}

function missingStores(observation: EndpointObservation, run: SavedRun | undefined): readonly Problem[] {
  if (run === undefined) return [];
  return findMissingStores(observation, run).map((name) =>
    problem(`names the trust store ${quote(name)}, which ${runFile} does not hold`, 'endpoint.trust'),
  );
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
