import { err, ok, type Result } from '../model/result.ts';
import type { TargetDeclaration } from '../model/targets-file.ts';
import { type AdHocChoice, type AdHocTarget, parseTargetArgument } from './parse-target-argument.ts';
import type { Policies } from './parse-context.ts';
import { parsePlainTarget } from './parse-plain-target.ts';
import { createProblemCollector } from './problem-collector.ts';
import { readSoundTarget } from './read-sound-target.ts';
import { type Problem, quote } from '../model/problem.ts';

/** A target of a list, or what is wrong with its line. */
export interface ListEntry {
  /** Counted from 1, blank lines and comments included. */
  readonly line: number;
  readonly result: Result<AdHocTarget, readonly Problem[]>;
}

/** Reads the next line of a list; undefined for a blank line or a comment. */
export type ListReader = (text: string) => Promise<ListEntry | undefined>;

/** What reading a line needs to know. */
export interface ListContext {
  /** `--role` and `--policy`, for lines that name neither. */
  readonly choice: AdHocChoice;
  readonly policies: Policies;
  /** Names of the known trust stores. */
  readonly stores: readonly string[];
  /**
   * Reads a JSON line that may be wrong. It is passed in, because the schema library behind it is loaded only if there is such
   * a line.
   */
  readonly parseObject: (text: string) => Promise<Result<TargetDeclaration, readonly Problem[]>>;
}

/**
 * Makes a reader of lines that hold one target each; `#` starts a comment at the start of a line or after a blank. If `holds` is
 * `list` and the first line is a JSON object, every line is read as one.
 */
export function createListReader(holds: 'ndjson' | 'list', context: ListContext): ListReader {
  let line = 0;
  let isNdjson = holds === 'ndjson' ? true : undefined;
  return async (raw) => {
    line += 1;
    const text = (line === 1 ? raw.replace(/^\uFEFF/, '') : raw).trim();
    if (text === '' || text.startsWith('#')) return undefined;
    isNdjson ??= text.startsWith('{');
    const at = line;
    const result = isNdjson
      ? await parseObjectLine(text, context)
      : parseWord(text.replace(/\s#.*$/, '').trim(), context);
    return { line: at, result: result.ok ? result : err(result.error.map((each) => below(`line ${at}`, each))) };
  };
}

function parseWord(text: string, { choice, policies }: ListContext): Result<AdHocTarget, readonly Problem[]> {
  if (/\s/.test(text)) return err([{ path: '', message: `${quote(text)} holds blanks; a line holds one target` }]);
  const target = parseTargetArgument(text, choice, policies);
  return target.ok ? target : err([{ path: '', message: target.error }]);
}

async function parseObjectLine(
  text: string,
  { choice, policies, stores, parseObject }: ListContext,
): Promise<Result<AdHocTarget, readonly Problem[]>> {
  const sound = readSoundTarget(text);
  const declared = sound === undefined ? await parseObject(text) : ok(sound);
  if (!declared.ok) return declared;
  const collector = createProblemCollector();
  const context = { policies, knownStores: new Set(stores), collector };
  const target = parsePlainTarget(withDefaults(declared.value, choice), [], context);
  return collector.problems.length === 0 ? ok({ kind: 'plain', target }) : err(collector.problems);
}

/** Applies `--role` and `--policy` to lines that name neither. */
function withDefaults(declared: TargetDeclaration, { role, policy }: AdHocChoice): TargetDeclaration {
  if (declared.role !== undefined || declared.policy !== undefined) return declared;
  return { ...declared, ...(role && { role }), ...(policy && { policy }) };
}

function below(place: string, { path, message }: Problem): Problem {
  return { path: path === '' ? place : `${place}, ${path}`, message };
}
