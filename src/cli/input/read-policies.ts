import { dirname } from 'node:path';

import type { PolicyDocument } from '../../model/policy-document.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { suggestWord } from '../../model/nearest-words.ts';
import { quote } from '../../model/problem.ts';
import { builtInDocument, builtInPolicies } from '../../policy/built-in.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { type Policies, standardPolicies } from '../../policy/policies.ts';
import type { SourceDocument } from '../../targets/documents/source-document.ts';
import { problem } from '../problem.ts';
import { exists, readTextFile } from './input-file.ts';
import { pathFrom } from './path-from.ts';
import { commandLineErrors, type InputError } from './report-input-errors.ts';

/** One document of a policy: a file, or one that comes with the program. */
export interface ReadDocument {
  readonly document: PolicyDocument;
  /** Undefined: built in. */
  readonly file: { readonly path: string; readonly source: SourceDocument } | undefined;
}

/** A policy with all that it extends, weakest first. */
export type ReadChain = readonly [ReadDocument, ...ReadDocument[]];

/** The policies that a command may refer to, and the files they were read from. */
export interface ReadPolicies {
  readonly policies: Policies;
  /** The id of each word given, in their order; undefined: it could not be read. */
  readonly ids: readonly (string | undefined)[];
  readonly inputs: ScanSummary['inputs'];
  readonly errors: readonly InputError[];
}

/** Whether a word means a file and not a policy that comes with the program. */
async function isPolicyFile(word: string): Promise<boolean> {
  return /\.(?:json|ya?ml)$/i.test(word) || /[/\\]/.test(word) || (!isBuiltIn(word) && (await exists(word)));
}

/** Whether a policy of that id comes with the program. */
export function isBuiltIn(word: string): boolean {
  return builtInPolicies.some((id) => id === word);
}

/**
 * Reads policies by id or file, beside the standard ones. `where`: what the problems of an unknown id are about. Files are read where
 * a policy is not built in, so that a plain scan reads none.
 */
export async function readPolicies(
  words: readonly string[],
  where: { readonly option: string; readonly folder?: string },
): Promise<ReadPolicies> {
  const policies = new Map(standardPolicies);
  const ids: (string | undefined)[] = [];
  const inputs: { path: string; sha256: string }[] = [];
  const errors: InputError[] = [];
  for (const word of words) {
    if (policies.has(word)) {
      ids.push(word);
      continue;
    }
    const chain = await readChain(word, where, { inputs, errors });
    const [first, ...others] = chain?.map(({ document }) => document) ?? [];
    const policy = first && compilePolicy([first, ...others]);
    const known = policy && policies.get(policy.id);
    if (policy !== undefined && known !== undefined) {
      errors.push({
        about: word,
        problems: [problem(`${quote(policy.id)} is the id of another policy; choose a new one`, 'id')],
      });
    }
    if (policy !== undefined) policies.set(policy.id, policy);
    ids.push(policy?.id);
  }
  return { policies, ids, inputs, errors };
}

interface Log {
  readonly inputs: { path: string; sha256: string }[];
  readonly errors: InputError[];
}

/** More levels are a circle, or nobody's policy. */
const maxLevels = 16;

/**
 * Reads a policy and what it extends; undefined: something is wrong, and was added to the errors. `mayReplace`: a file may have the id of
 * a built-in policy, as one that is a later state of it has.
 */
export async function readChain(
  word: string,
  {
    option,
    folder,
    mayReplace = false,
  }: { readonly option: string; readonly folder?: string | undefined; readonly mayReplace?: boolean },
  log: Log,
): Promise<ReadChain | undefined> {
  const chain: ReadDocument[] = [];
  let next: string | undefined = word;
  let base = folder;
  while (next !== undefined) {
    if (chain.length === maxLevels) {
      log.errors.push({ about: word, problems: [problem('extends more than 15 others, or itself', 'extends')] });
      return undefined;
    }
    const read: ReadDocument | undefined = (await isPolicyFile(next))
      ? await readFile(base === undefined ? next : pathFrom(base, next), log)
      : await readBuiltIn(next, { option, extendedBy: chain[0]?.file }, log);
    if (read === undefined) return undefined;
    chain.unshift(read);
    next = read.document.extends;
    base = read.file === undefined ? undefined : dirname(read.file.path);
  }
  const [first, ...others] = chain;
  if (first === undefined) return undefined;
  const found = (
    await Promise.all(chain.map((_, index) => problemsOf([first, ...others.slice(0, index)], mayReplace)))
  ).flat();
  log.errors.push(...found);
  return found.length === 0 ? [first, ...others] : undefined;
}

async function readFile(path: string, { inputs, errors }: Log): Promise<ReadDocument | undefined> {
  const file = await readTextFile(path);
  if (!file.ok) {
    errors.push({ about: path, problems: [problem(file.error)] });
    return undefined;
  }
  // Imported late: few runs have a policy of their own.
  const [{ readDocument }, { parsePolicyDocument }] = await Promise.all([
    import('../../targets/documents/read-document.ts'),
    import('../../policy/parse-policy-document.ts'),
  ]);
  const source = await readDocument(file.value.text, path);
  if (!source.ok) {
    errors.push({ about: path, problems: source.error });
    return undefined;
  }
  const parsed = parsePolicyDocument(source.value.value);
  const problems = [...source.value.problems, ...(parsed.ok ? [] : parsed.error)];
  const nextStep = '`certmuster schema policy` prints the schema of a policy.';
  if (problems.length > 0 || !parsed.ok) {
    errors.push({ about: path, problems, nextStep, locate: source.value.locate });
    return undefined;
  }
  inputs.push({ path, sha256: file.value.sha256 });
  return { document: parsed.value, file: { path, source: source.value } };
}

async function readBuiltIn(
  id: string,
  { option, extendedBy }: { readonly option: string; readonly extendedBy: ReadDocument['file'] },
  { errors }: Log,
): Promise<ReadDocument | undefined> {
  const document = await builtInDocument(id);
  if (document !== undefined) return { document, file: undefined };
  const message = `unknown policy ${quote(id)}; ${suggestWord(id, builtInPolicies)}; a file ends in .yaml`;
  if (extendedBy === undefined) errors.push(...commandLineErrors([problem(message, option)]));
  else
    errors.push({ about: extendedBy.path, problems: [problem(message, 'extends')], locate: extendedBy.source.locate });
  return undefined;
}

/** Documents that come with the program are sound; a test holds that. */
async function problemsOf(chain: ReadChain, mayReplace: boolean): Promise<readonly InputError[]> {
  const last = chain.at(-1);
  if (last?.file === undefined) return [];
  const [{ findPolicyProblems }, { waivableChecks }] = await Promise.all([
    import('../../policy/find-policy-problems.ts'),
    import('../../evaluate/waivable-checks.ts'),
  ]);
  const [first, ...others] = chain.map(({ document }) => document);
  const problems = first === undefined ? [] : findPolicyProblems([first, ...others], waivableChecks());
  const builtIn =
    !mayReplace && isBuiltIn(last.document.id)
      ? [problem(`${quote(last.document.id)} is the id of a built-in policy; choose a new one`, 'id')]
      : [];
  const all = [...builtIn, ...problems];
  return all.length === 0 ? [] : [{ about: last.file.path, problems: all, locate: last.file.source.locate }];
}
