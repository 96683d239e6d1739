import type { Deployment } from '../model/deployment.ts';
import type { ParameterDocument } from '../model/policy-document.ts';
import { quote } from '../model/problem.ts';
import { suggestWord } from '../model/nearest-words.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

type Fields = Readonly<Record<string, ParameterDocument>>;

/** A value as templates read it: canonical, and an empty list for what is not declared. */
type Value = NonNullable<Deployment['parameters']>[string];

/** Reads what a deployment declares for the parameters of its policy: every fault of kind, and every key that there is not. */
export function parseParameters(
  declared: unknown,
  fields: Fields,
  path: Path,
  collector: ProblemCollector,
): Readonly<Record<string, Value>> {
  if (typeof declared !== 'object' || declared === null || Array.isArray(declared)) {
    collector.report(path, `is not an object; its keys are ${Object.keys(fields).join(', ')}`);
    return {};
  }
  const given = new Map<string, unknown>(Object.entries(declared));
  for (const key of given.keys()) {
    if (Object.hasOwn(fields, key)) continue;
    collector.report([...path, key], `unknown key; ${suggestWord(key, Object.keys(fields))}`);
  }
  const values = Object.entries(fields).map(([key, field]) => [
    key,
    parseField(given.get(key), field, [...path, key], collector),
  ]);
  return Object.fromEntries(values) as Record<string, Value>;
}

function parseField(value: unknown, field: ParameterDocument, path: Path, collector: ProblemCollector): Value {
  if (value === undefined || value === null) {
    if (field.default !== undefined) {
      const value = parseValue(field.default, field, path, collector);
      return field.list === true ? [value] : value;
    }
    if (field.required === true) collector.report(path, `is missing: ${field.description}`);
    return [];
  }
  if (field.list !== true) return parseValue(value, field, path, collector);
  if (!Array.isArray(value)) {
    collector.report(path, 'expected a list');
    return [];
  }
  if (field.required === true && value.length === 0) collector.report(path, `is empty: ${field.description}`);
  return value.map((each, index) => parseValue(each, field, [...path, index], collector));
}

function parseValue(value: unknown, field: ParameterDocument, path: Path, collector: ProblemCollector): Value {
  switch (field.kind) {
    case 'object':
      return parseParameters(value, field.fields ?? {}, path, collector);
    case 'name':
      return typeof value === 'string'
        ? collector.host(path, value).text
        : wrong(path, 'a host name', value, collector);
    case 'address':
      return typeof value === 'string'
        ? (collector.address(path, value) ?? [])
        : wrong(path, 'an IP address', value, collector);
    case 'port':
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
        ? value
        : wrong(path, 'a port from 1 to 65535', value, collector);
    case 'text':
      return typeof value === 'string' && value !== '' ? value : wrong(path, 'a text', value, collector);
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong(path, 'true or false', value, collector);
  }
}

function wrong(path: Path, expected: string, value: unknown, collector: ProblemCollector): Value {
  const seen = typeof value === 'object' ? 'a list or an object' : quote(String(value));
  collector.report(path, `expected ${expected}, not ${seen}`);
  return [];
}
