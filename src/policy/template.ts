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

/**
 * The texts that a template stands for: one for each element of the lists that its paths lead through. Undefined: the topology does
 * not say. Text before or behind an IP address makes no name, so it stands for nothing.
 */
export function fillTemplate(template: string, scope: Scope): readonly string[] | undefined {
  let texts: readonly string[] | undefined = [''];
  const parts = partsOf(template);
  for (const part of parts) {
    if (texts === undefined) return undefined;
    if (typeof part === 'string') {
      texts = texts.map((text) => text + part);
      continue;
    }
    const values = valuesAt(part.path, scope);
    if (values === undefined) return undefined;
    const usable = parts.length === 1 ? values : values.filter((value) => parseIpAddress(value) === undefined);
    texts = texts.flatMap((text) => usable.map((value) => text + value));
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
