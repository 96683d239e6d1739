import { z } from 'zod';

import { nearestWord } from './nearest-words.ts';
import { jsonPath, type Problem } from './problem.ts';

type Path = readonly PropertyKey[];

/** A value of shape `T` of which anything may be missing: a file without its wrong parts. */
export type Partly<T> = T extends readonly (infer Item)[]
  ? readonly (Partly<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> | undefined }
    : T;

/** Turns the issues of a schema into clauses for the operator. With the schema, an unknown key names the nearest known one. */
export function shapeProblems(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  schema?: z.ZodType,
): readonly Problem[] {
  return flatten(issues, []).flatMap(({ issue, path }) => {
    if (issue.code === 'unrecognized_keys') {
      const known = schema === undefined ? [] : keysAt(schema, path);
      return issue.keys.map((key) => ({ path: jsonPath([...path, key]), message: unknownKey(key, known) }));
    }
    return [{ path: jsonPath(path), message: sentence(issue, valueAt(input, path)) }];
  });
}

/** More keys than this are not listed. */
const maxKeysListed = 20;

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known);
  if (nearest !== undefined) return `unknown key; did you mean ${nearest}?`;
  return known.length === 0 || known.length > maxKeysListed ? 'unknown key' : `unknown key; use ${known.join(', ')}`;
}

/** The keys that an object at this path may have. */
function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  let schemas = alternatives(schema);
  for (const part of path) schemas = schemas.flatMap((each) => below(each, part)).flatMap(alternatives);
  return schemas.flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []));
}

function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(alternatives);
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional;
  return isWrapped ? alternatives(schema.unwrap()) : [schema];
}

function below(schema: z.core.$ZodType, part: PropertyKey): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return schema instanceof z.ZodObject ? (schema.shape[String(part)] ?? []) : [];
}

/** The input without the parts that the schema refused, so that the rest can be checked in the same run. */
export function withoutWrongParts(issues: readonly z.core.$ZodIssue[], input: unknown): unknown {
  const copy: unknown = structuredClone(input);
  let whole = true;
  for (const { issue, path } of flatten(issues, [])) {
    const wrong = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    for (const each of wrong) whole = cut(copy, each) && whole;
  }
  return whole ? copy : undefined;
}

/** False if the whole input would have to be removed. */
function cut(root: unknown, path: Path): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  const parent = valueAt(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent[Number(last)] = undefined;
  else if (typeof parent === 'object' && parent !== null) delete (parent as Record<PropertyKey, unknown>)[last];
  return true;
}

/** Reports the issues of one branch of a union: the one with the fewest, which the operator most likely meant. */
function flatten(issues: readonly z.core.$ZodIssue[], base: Path): readonly { issue: z.core.$ZodIssue; path: Path }[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code !== 'invalid_union') return [{ issue, path }];
    const objections = issue.errors.filter((branch) => !branch.some((each) => isWrongKind(each)));
    const likeliest = [...objections].sort((a, b) => a.length - b.length)[0];
    return likeliest === undefined ? [{ issue, path }] : flatten(likeliest, path);
  });
}

function isWrongKind(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type';
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  // A schema with a message of its own does not want the value quoted.
  const isOwn = !issue.message.startsWith('Invalid input');
  switch (issue.code) {
    case 'invalid_type':
      if (isOwn) return issue.message;
      return `should be ${kindName(issue.expected)}, is ${kindOf(value)}${adviseQuotes(issue.expected, value)}`;
    case 'invalid_value':
      return `should be ${oneOf(issue.values)}, is ${show(value)}`;
    case 'too_small':
      return typeof value === 'number' ? `should be at least ${issue.minimum}, is ${value}` : 'should not be empty';
    case 'too_big':
      return `should be at most ${issue.maximum}, is ${show(value)}`;
    case 'invalid_union':
      // A key such as `kind` says which of several objects this is, and has none of their values.
      if (issue.discriminator !== undefined && 'options' in issue && issue.options)
        return `should be ${oneOf(issue.options)}, is ${show(value)}`;
      return isOwn ? issue.message : describeUnion(issue.errors, value);
    case 'invalid_format':
      return issue.message.replace(/^Invalid (?:ISO )?/, 'is not a valid ');
    default:
      return issue.message;
  }
}

/** `"a", "b" or "c"`. */
function oneOf(values: readonly unknown[]): string {
  const texts = values.map((each) => JSON.stringify(each));
  const last = texts.pop() ?? '';
  return texts.length === 0 ? last : `${texts.join(', ')} or ${last}`;
}

function describeUnion(branches: readonly (readonly z.core.$ZodIssue[])[], value: unknown): string {
  const expected = branches.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []));
  if (expected.length < branches.length) return `has the wrong type: ${kindOf(value)}`;
  const advice = expected.map((kind) => adviseQuotes(kind, value)).find((text) => text !== '') ?? '';
  return `should be ${[...new Set(expected.map(kindName))].join(' or ')}, is ${kindOf(value)}${advice}`;
}

/** In YAML text needs no quotes unless it looks like something else. */
function adviseQuotes(expected: string, value: unknown): string {
  if (expected === 'string' && ['number', 'boolean'].includes(typeof value)) return '; write text in quotes';
  if (expected === 'array' && typeof value === 'string') return `; write ${show([value])}`;
  const isQuoted = typeof value === 'string' && ['number', 'int', 'boolean'].includes(expected);
  return isQuoted && /^(?:-?\d+|true|false)$/.test(value) ? '; leave out the quotes' : '';
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function kindName(kind: string): string {
  return kindNames[kind] ?? kind;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return show(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}
