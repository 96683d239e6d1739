/** The part of a JSON Schema that the tables show. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly required?: readonly string[];
}

/** The keys of a policy document in tables, from its JSON Schema. */
export function writeLanguage(schemaText: string): string {
  const policy = JSON.parse(schemaText) as Schema;
  const role = at(policy, 'roles');
  return writeTables([
    ['A document', policy],
    ['A role: `roles.ID`', role],
    [
      'Names by kind: `names.required`, `names.allowed` and `names.forbidden`',
      at(role.properties?.['names'], 'required'),
    ],
    ['What to dial: `roles.ID.dial`, a list', at(role, 'dial')],
    ['What cannot be seen over TLS: `roles.ID.notVisible`, a list', at(role, 'notVisible')],
    ['A rule of `severity.CHECK`, if that is a list', at(policy, 'severity')],
    ['A row of `dated`', at(policy, 'dated')],
    ['A parameter: `parameters.NAME`', Object.values(policy.$defs ?? {})[0]?.additionalProperties || {}],
  ]);
}

/** The keys of a file of fixtures likewise. */
export function writeFixtureKeys(schemaText: string): string {
  const file = JSON.parse(schemaText) as Schema;
  const fixture = at(file, 'fixtures');
  return writeTables([
    ['A file of fixtures', file],
    ['A fixture: `fixtures`, a list', fixture],
  ]);
}

function writeTables(tables: readonly (readonly [title: string, schema: Schema])[]): string {
  return tables.map(([title, schema]) => writeTable(title, schema)).join('\n');
}

/** What stands under a key: the value of a record, the element of a list, or the object itself. */
function at(schema: Schema | undefined, key: string): Schema {
  const value = schema?.properties?.[key];
  if (value === undefined) throw new Error(`The schema has no "${key}" there; correct write-language.ts.`);
  const record = value.additionalProperties || value;
  return (record.anyOf?.find(({ items }) => items !== undefined) ?? record).items ?? record;
}

function writeTable(title: string, schema: Schema): string {
  const rows = keysOf(schema, '').map(([key, value, isRequired]) => {
    const meaning = (value.description ?? '').replaceAll('|', '\\|');
    return `| \`${key}\`${isRequired ? ' (required)' : ''} | ${valueText(value)} | ${meaning} |`;
  });
  return [`### ${title}`, '', '| key | value | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

type Row = readonly [key: string, value: Schema, isRequired: boolean];

/** The keys of an object, and those of the groups in it, dotted; objects within groups have a table of their own. */
function keysOf({ properties = {}, required = [] }: Schema, prefix: string): readonly Row[] {
  return Object.entries(properties).flatMap(([name, value]): readonly Row[] => {
    // Every group has a source, which the page explains once.
    if (name === '$schema' || (prefix !== '' && name === 'source')) return [];
    if (value.properties !== undefined && prefix === '') return keysOf(value, `${name}.`);
    return [[`${prefix}${name}`, value, required.includes(name) && prefix === '']];
  });
}

/** Which values a key takes, in words. */
function valueText({ const: only, enum: words, anyOf, items, properties, type }: Schema): string {
  if (only !== undefined) return `\`${only}\``;
  if (words !== undefined) return listWords(words);
  if (anyOf !== undefined) return anyOf.map(valueText).join('; or ');
  if (items !== undefined) return items.properties === undefined ? `list: ${valueText(items)}` : 'list of objects';
  if (properties !== undefined) return `object: ${listWords(Object.keys(properties))}`;
  return [type]
    .flat()
    .map((each) => typeTexts[each ?? ''] ?? 'object by name')
    .join(' or ');
}

const typeTexts: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true`, `false`',
  null: '`null`',
};

function listWords(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
