import { parseIpAddress } from '../model/ip-address.ts';

/** What the paths of templates lead through: texts, numbers, objects, and lists of them. Null: it exists and is not declared. */
export type Scope = Readonly<Record<string, unknown>>;

/** A template in parts: text, and paths between `${` and `}`. */
type Part = string | { readonly path: readonly string[] };

const placeholder = /\$\{([^${}]*)\}/g;
const pathPattern = /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*$/;

/** The paths that a template names, for instance `url.host`. */
export function pathsOf(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].map(([, path = '']) => path);
}

/** What is wrong with the form of a template, as a clause; undefined: nothing. */
export function templateFault(template: string): string | undefined {
  const wrong = pathsOf(template).find((path) => !pathPattern.test(path));
  if (wrong !== undefined) return `"\${${wrong}}" does not name a value; write a path such as \${url.host}`;
  return template.replace(placeholder, '').includes('${') ? `a "\${" is not closed by "}"` : undefined;
}

/** Texts that one template may stand for: lists multiply where several paths lead through them. */
export const maxTexts = 10_000;
/** Of one text, in characters. */
const maxTextLength = 4_096;

/**
 * The texts that a template stands for: one for each element of the lists that its paths lead through. Undefined: the topology does
 * not say, or they are too many or too long. Text before or behind an IP address makes no name, so it stands for nothing.
 */
export function fillTemplate(template: string, scope: Scope): readonly string[] | undefined {
  const texts = fill(template, scope);
  return texts === 'too-many' ? undefined : texts;
}

/** Whether a template stands for more than `maxTexts` texts, or for one that is too long. */
export function isBoundless(template: string, scope: Scope): boolean {
  return fill(template, scope) === 'too-many';
}

function fill(template: string, scope: Scope): readonly string[] | undefined | 'too-many' {
  let texts: readonly string[] = [''];
  const parts = partsOf(template);
  for (const part of parts) {
    const values = typeof part === 'string' ? [part] : valuesAt(part.path, scope);
    if (values === undefined) return undefined;
    const isJoined = typeof part !== 'string' && parts.length > 1;
    const usable = isJoined ? values.filter((value) => parseIpAddress(value) === undefined) : values;
    if (texts.length * usable.length > maxTexts) return 'too-many';
    texts = texts.flatMap((text) => usable.map((value) => text + value));
    if (texts.some(({ length }) => length > maxTextLength)) return 'too-many';
  }
  return texts;
}

/** What all templates stand for together, each text once; undefined: the topology does not say. */
export function fillTemplates(templates: readonly string[], scope: Scope): readonly string[] | undefined {
  const filled = templates.map((template) => fillTemplate(template, scope));
  return filled.every((texts) => texts !== undefined) ? [...new Set(filled.flat())] : undefined;
}

function partsOf(template: string): readonly Part[] {
  // Every second piece of the split is what the parentheses of the pattern caught.
  return template.split(placeholder).flatMap((piece, index): readonly Part[] => {
    if (index % 2 === 1) return [{ path: piece.split('.') }];
    return piece === '' ? [] : [piece];
  });
}

function valuesAt(path: readonly string[], scope: Scope): readonly string[] | undefined {
  let values: readonly unknown[] = [scope];
  for (const key of path) values = values.flatMap((value) => [property(value, key)].flat());
  return values.every((value) => typeof value === 'string' || typeof value === 'number')
    ? values.map(String)
    : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
