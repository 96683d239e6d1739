import { err, ok, type Result } from '../model/result.ts';
import type { TargetDeclaration } from '../model/targets-file.ts';
import { type AdHocChoice, type AdHocTarget, parseTargetArgument } from './parse-target-argument.ts';
import type { Policies } from '../policy/policies.ts';
import { parsePlainTarget } from './parse-plain-target.ts';
import { parseTargetObject } from './parse-target-object.ts';
import { createProblemCollector } from './problem-collector.ts';
import { type Problem, quote } from '../model/problem.ts';

/** A target of a list, or what is wrong with its line. */
export interface ListEntry {
  /** Counted from 1, blank lines and comments included. */
  readonly line: number;
  readonly result: Result<AdHocTarget, readonly Problem[]>;
}

/** Reads lines of a list one by one; undefined for a blank line or a comment. */
export type ListReader = (text: string) => ListEntry | undefined;

/** What reading a line needs to know. */
export interface ListContext {
  /** `--role` and `--policy`, for lines that name neither. */
  readonly choice: AdHocChoice;
  readonly policies: Policies;
  /** Names of the known trust stores. */
  readonly stores: readonly string[];
}

/**
 * A list has one target on each line; `#` starts a comment at the start of a line or after a blank. In a `list` whose first line is
 * a JSON object, every line is one.
 */
export function createListReader(holds: 'ndjson' | 'list', context: ListContext): ListReader {
  let line = 0;
  let isNdjson = holds === 'ndjson' ? true : undefined;
  return (raw) => {
    line += 1;
    const text = (line === 1 ? raw.replace(/^\uFEFF/, '') : raw).trim();
    if (text === '' || text.startsWith('#')) return undefined;
    isNdjson ??= text.startsWith('{');
    const at = line;
    const result = isNdjson ? parseObjectLine(text, context) : parseWord(text.replace(/\s#.*$/, '').trim(), context);
    return { line: at, result: result.ok ? result : err(result.error.map((each) => below(`line ${at}`, each))) };
  };
}

function parseWord(text: string, { choice, policies }: ListContext): Result<AdHocTarget, readonly Problem[]> {
  if (/\s/.test(text)) return err([{ path: '', message: `${quote(text)} contains spaces; write one target per line` }]);
  const target = parseTargetArgument(text, choice, policies);
  return target.ok ? target : err([{ path: '', message: target.error }]);
}

function parseObjectLine(
  text: string,
  { choice, policies, stores }: ListContext,
): Result<AdHocTarget, readonly Problem[]> {
  const declared = parseTargetObject(text);
  if (!declared.ok) return declared;
  const collector = createProblemCollector();
  const context = { policies, knownStores: new Set(stores), collector };
  const target = parsePlainTarget(withDefaults(declared.value, choice), [], context);
  return collector.problems.length === 0 ? ok({ kind: 'plain', target }) : err(collector.problems);
}

/** Applies `--role` and `--policy` to lines that name neither, and `--port` to those without a port. */
function withDefaults(declared: TargetDeclaration, { role, policy, ports }: AdHocChoice): TargetDeclaration {
  const isJudged = declared.role !== undefined || declared.policy !== undefined;
  const hasPort =
    declared.port !== undefined || declared.ports !== undefined || /:\/\/.*:\d[\d,-]*$/.test(declared.host);
  return {
    ...declared,
    ...(isJudged ? undefined : { ...(role && { role }), ...(policy && { policy }) }),
    ...(hasPort || ports === undefined ? undefined : { ports: [...ports] }),
  };
}

function below(line: string, { path, message }: Problem): Problem {
  return { path: path === '' ? line : `${line}, ${path}`, message };
}
