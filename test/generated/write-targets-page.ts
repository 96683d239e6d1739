import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';

/** What the page reads of a JSON Schema. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** An endpoint as `certmuster expand --format json` shows it. */
interface Expanded {
  readonly role: string;
  readonly host: string;
  readonly address: string | null;
  readonly port: number;
}

/** The page about targets files: the example with what its keys mean, what it expands to, and every key. */
export function writeTargetsPage(schema: Schema, example: unknown, expansion: readonly Expanded[]): string {
  return [
    '# Targets files',
    '',
    'Written by `npm run generate` from the schema that reads them; `certmuster schema targets` prints it for editors.',
    '',
    'A targets file says what to audit. It is JSON or YAML (`.json`, `.yaml`, `.yml`, or `-` for standard input). Comments',
    '(`#`, in JSON also `//` and `/* */`) and trailing commas are fine. YAML is read as YAML 1.2: `no` is text, and tags and',
    'merge keys (`<<`) are refused; anchors and aliases are not. If anything in the file is wrong, all of it is listed with',
    'line, column and path, nothing is dialed, and the exit code is 2:',
    '',
    '```text',
    'targets.yaml:12:5 deployments[0].policy: should be "cwa-2007-r2" or "tls-server", is "cwa-2007"',
    '```',
    '',
    'What is declared for one deployment or target counts before `defaults`, and `defaults` before the policy. Options of the',
    'command line (`--trust`, `--fetch`, `--expiry-margin`, `--check`, `--skip-check`) count before all of them.',
    '',
    '## The example, explained',
    '',
    'This is [`targets.example.json`](../targets.example.json) in YAML. Each key is explained where it stands first.',
    '',
    '```yaml',
    ...annotate(schema, example).trimEnd().split('\n'),
    '```',
    '',
    '`certmuster expand targets.example.json` shows the endpoints that it stands for:',
    '',
    '```text',
    ...expansion.map(({ role, host, address, port }) => {
      const place = address === null ? `port ${port} of its addresses` : `${address}:${port}`;
      return `${role.padEnd(24)}${host.padEnd(30)}${place}`;
    }),
    '```',
    '',
    '## Every key',
    '',
    ...describeObjects(schema),
  ].join('\n');
}

/** The example in YAML, with the description of each key above its first occurrence. */
function annotate(schema: Schema, example: unknown): string {
  const document = new Document(example);
  const seen = new Set<Schema>();
  const walk = (node: Node | null | unknown, ...schemas: readonly Schema[]): void => {
    if (isSeq(node)) for (const item of node.items) walk(item, ...schemas.flatMap(({ items }) => items ?? []));
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const all = schemas.flatMap(alternatives);
      const known = all.flatMap(
        ({ properties, additionalProperties }) => properties?.[name] ?? (additionalProperties || []),
      );
      const [found] = known;
      if (found?.description !== undefined && !seen.has(found)) {
        const isDeclared = all.some(({ properties }) => properties?.[name] !== undefined);
        if (isDeclared)
          key.commentBefore = wrap(found.description)
            .map((line) => ` ${line}`)
            .join('\n');
        seen.add(found);
      }
      walk(value, ...known);
    }
  };
  walk(document.contents, schema);
  return document.toString({ lineWidth: 0 });
}

function alternatives(schema: Schema): readonly Schema[] {
  return schema.anyOf?.flatMap(alternatives) ?? [schema];
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 90) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A section for each kind of object, with a table of its keys. Objects that are alike have one. */
function describeObjects(root: Schema): readonly string[] {
  const sections: string[] = [];
  const titles = new Map<string, string>();
  const add = (schema: Schema, title: string): string => {
    const objects = alternatives(schema).filter(({ properties }) => properties !== undefined);
    const identity = JSON.stringify(objects.map(({ properties, required }) => [properties, required]));
    const known = titles.get(identity);
    if (known !== undefined || objects.length === 0) return known ?? '';
    titles.set(identity, title);
    const at = sections.length;
    const rows = objects.flatMap(({ properties = {}, required = [] }) =>
      Object.entries(properties).map(([name, property]) => {
        const below = add(inner(property), pathOf(title, name, property));
        const type = typeOf(property, below);
        const demanded = required.includes(name) ? ' **Required.**' : '';
        return `| \`${name}\` | ${type} | ${(property.description ?? '').replaceAll('|', '\\|')}${demanded} |`;
      }),
    );
    const either = objects.length > 1 ? ['Either of these keys.', ''] : [];
    sections.splice(
      at,
      0,
      `### \`${title}\``,
      '',
      ...either,
      '| key | value | meaning |',
      '|---|---|---|',
      ...rows,
      '',
    );
    return title;
  };
  add(root, 'targets file');
  return sections;
}

/** The schema of what a list or a record holds. */
function inner(schema: Schema): Schema {
  if (schema.items !== undefined) return inner(schema.items);
  return schema.properties === undefined && schema.additionalProperties ? inner(schema.additionalProperties) : schema;
}

function pathOf(above: string, name: string, schema: Schema): string {
  const own = `${name}${schema.items === undefined ? (schema.additionalProperties ? '.NAME' : '') : '[]'}`;
  return above === 'targets file' ? own : `${above}.${own}`;
}

function typeOf(schema: Schema, below: string): string {
  const link =
    below === ''
      ? undefined
      : `[\`${below}\`](#${below
          .toLowerCase()
          .replace(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')})`;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.items !== undefined) return link === undefined ? `list of ${typeOf(schema.items, '')}` : `list of ${link}`;
  if (schema.anyOf !== undefined) {
    const others = schema.anyOf.filter(({ properties }) => properties === undefined).map((each) => typeOf(each, ''));
    return link === undefined
      ? schema.anyOf.map((each) => typeOf(each, '')).join(' or ')
      : [...others, link].join(' or ');
  }
  if (schema.properties !== undefined) return link ?? 'object';
  if (schema.additionalProperties) return `object of ${link ?? typeOf(schema.additionalProperties, '')}, by name`;
  if (schema.type === 'integer') return `number ${schema.minimum} to ${schema.maximum}`;
  return [schema.type ?? []].flat().map(nameOfType).join(' or ');
}

function nameOfType(type: string): string {
  return type === 'string' ? 'text' : type === 'boolean' ? '`true`, `false`' : type;
}
