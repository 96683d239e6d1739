import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Problem } from '../../../src/model/problem.ts';
import { readDocument } from '../../../src/targets/documents/read-document.ts';

/** `3:5 path: message` of every problem of a text. */
async function problemsOf(text: string, fileName = 'targets.yaml'): Promise<readonly string[]> {
  const document = await readDocument(text, fileName);
  return (document.ok ? document.value.problems : document.error).map(show);
}

async function readValue(text: string, fileName = 'targets.yaml'): Promise<unknown> {
  const document = await readDocument(text, fileName);
  assert.ok(document.ok, document.ok ? '' : document.error.map(show).join('\n'));
  assert.deepEqual(document.value.problems, []);
  return document.value.value;
}

async function positionOf(text: string, path: string, fileName = 'targets.yaml'): Promise<string> {
  const document = await readDocument(text, fileName);
  assert.ok(document.ok);
  const { line, column } = document.value.positionOf(path) ?? {};
  return `${line}:${column}`;
}

function show({ path, message, position }: Problem): string {
  return `${position === undefined ? '' : `${position.line}:${position.column} `}${path}: ${message}`;
}

const expected = { targets: [{ host: 'a.contoso.com', port: 443 }, { host: 'https://b.contoso.com/#x' }] };

test('the same document in JSON, in JSON with comments and trailing commas, and in YAML', async () => {
  const json = JSON.stringify(expected, undefined, '\t');
  assert.deepEqual(await readValue(json, 'targets.json'), expected);
  const commented = `// first
{ /* second
  */ "targets": [ # third
\t{ "host": "a.contoso.com", "port": 443, }, // "quoted"
\t{ "host": "https://b.contoso.com/#x", },
], }
`;
  assert.deepEqual(await readValue(commented, 'targets.json'), expected);
  assert.deepEqual(await readValue(commented, '-'), expected);
  const yaml = `# first
targets:
- host: a.contoso.com # second
  port: 443
- { host: https://b.contoso.com/#x, }
`;
  assert.deepEqual(await readValue(yaml), expected);
  assert.deepEqual(await readValue(yaml, 'targets.json'), expected);
});

test('in YAML // begins no comment', async () => {
  assert.deepEqual(await readValue('{ path: //server/share }'), { path: '//server/share' });
});

test('values are those of the core schema: no, on, dates and times are text', async () => {
  const yaml = 'a: no\nb: on\nc: 2027-01-31\nd: 12:30:45\ne: 0x10\nf: ~\ng: "\\u00e9"\nh: 1e3\n';
  const value = { a: 'no', b: 'on', c: '2027-01-31', d: '12:30:45', e: 16, f: null, g: 'é', h: 1000 };
  assert.deepEqual(await readValue(yaml), value);
  assert.deepEqual(await readValue(`%YAML 1.1\n---\n${yaml}`), value);
});

for (const [kind, fileName, text] of [
  ['JSON', 'a.json', '{\n  "targets": [\n    { "host": "x",\n      "ports": { "a.b": 1 } },\n    7\n  ]\n}'],
  [
    'JSON with a comment',
    'a.json',
    '{\n  "targets": [\n    { "host": "x", /**/\n      "ports": { "a.b": 1 } },\n    7\n  ]\n}',
  ],
  ['YAML', 'a.yaml', '{\n  "targets": [\n    { "host": "x",\n      "ports": { "a.b": 1 } },\n    7\n  ]\n}'],
] as const) {
  test(`positions in ${kind}: a key, an item, and for what is missing the nearest thing that should hold it`, async () => {
    assert.equal(await positionOf(text, '', fileName), '1:1');
    assert.equal(await positionOf(text, 'targets', fileName), '2:3');
    assert.equal(await positionOf(text, 'targets[0]', fileName), '3:5');
    assert.equal(await positionOf(text, 'targets[0].host', fileName), '3:7');
    assert.equal(await positionOf(text, 'targets[0].ports["a.b"]', fileName), '4:18');
    assert.equal(await positionOf(text, 'targets[0].port', fileName), '3:5');
    assert.equal(await positionOf(text, 'targets[1].host.x', fileName), '5:5');
    assert.equal(await positionOf(text, 'deployments[3]', fileName), '1:1');
  });
}

test('positions in block style, with Windows line ends', async () => {
  const text = 'deployments:\r\n- name: a\r\n  policy: b\r\n';
  assert.equal(await positionOf(text, 'deployments[0]'), '2:3');
  assert.equal(await positionOf(text, 'deployments[0].policy'), '3:3');
});

test('problems of many parts are located in one pass', async () => {
  const text = JSON.stringify({ targets: Array.from({ length: 20_000 }, () => ({ host: 1 })) });
  const document = await readDocument(text, 'a.json');
  assert.ok(document.ok);
  const problems = Array.from({ length: 20_000 }, (_, index) => ({ path: `targets[${index}].host`, message: 'x' }));
  const located = document.value.locate(problems);
  assert.ok(located.every(({ position }) => position !== undefined));
  assert.equal(new Set(located.map(({ position }) => position?.column)).size, 20_000);
});

test('a key that is given twice is a problem at its second place, in JSON and in YAML', async () => {
  assert.deepEqual(await problemsOf('{"a":1,\n"a":2}', 'a.json'), ['2:1 a: is given twice']);
  assert.deepEqual(await problemsOf('{"a":1,\n"a":2,}', 'a.json'), ['2:1 a: is given twice']);
  assert.deepEqual(await problemsOf('x:\n  a: 1\n  b: 1\n  a: 2\n'), ['4:3 x.a: is given twice']);
});

const wrong: readonly (readonly [string, string, string])[] = [
  ['a list that is not closed', '{ "targets": [ }', '1:16 : the closing ] is missing'],
  ['a file that was cut off', '{\n "targets": [ {"host": "a"', '2:27 : the closing } is missing'],
  ['a comma that is missing', '{ "a": 1\n  "b": 2 }', '1:8 : a comma, a quote or a closing bracket is missing'],
  ['a tab', 'a:\n\tb: 1\n', '2:1 : is indented with a tab'],
  ['an indentation', 'a:\n  b: 1\n c: 2\n', '3:1 : is not indented like the lines'],
  ['an indentation in a list', 'targets:\n  - host: a\n   port: 3\n', '3:1 : is not indented like the list'],
  ['a second colon', 'a: b: c\n', '1:4 : has a second colon'],
  ['a colon without a blank', 'host:a\nport: 3\n', '1:1 : a key needs a colon and a blank'],
  ['a quote that is missing', 'a: "x\nb: 1\n', ' : the closing " is missing'],
  ['a reserved character', 'a: @x\n', '1:4 : a value cannot start with reserved character @; write it in quotes'],
  ['a wildcard without quotes', 'host: *.contoso.com\n', '1:1 host: *.contoso.com stands for an anchor'],
  [
    'a path of Windows in double quotes',
    'a: 1\nb: "C:\\Certs\\x.pem"\n',
    '2:4 : has a backslash that begins no escape',
  ],
  ['a tag', 'a: !secret x\n', '1:4 : unresolved tag: !secret; tags (!name) are not supported'],
  ['a merge key', 'a: &a { b: 1 }\nc:\n  <<: *a\n', '3:3 c["<<"]: merge keys are not supported'],
  ['two documents', 'a: 1\n---\nb: 1\n', ' : a second document begins here'],
  ['a key that is a list', 'a:\n  ? [b]\n  : 1\n', '1:1 a: has a key that is not text'],
  ['infinity', 'a: .inf\n', '1:1 a: "Infinity" is neither text, a number'],
  ['an empty file', ' \n', ': is empty'],
  ['nothing but a comment', '# x\n', ': is empty'],
  ['nesting in JSON', `${'['.repeat(1000)}${']'.repeat(1000)}`, ': is nested deeper than 64 levels'],
  ['nesting that is not closed', '['.repeat(100_000), ': is nested deeper than 64 levels'],
  ['nesting in blocks', `${'- '.repeat(5_000)}x`, ': is nested deeper than 64 levels'],
  [
    'nesting by indentation',
    Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'is nested deeper than 64',
  ],
  ['an anchor in itself', 'a: &a [ *a ]\n', '1:9 a[0]: *a stands within what it refers to'],
];
for (const [what, text, start] of wrong) {
  test(`what is wrong, with its place: ${what}`, async () => {
    const problems = await problemsOf(text, text.startsWith('{') || text.startsWith('[') ? 'a.json' : 'a.yaml');
    assert.ok(problems[0]?.includes(start), problems.join('\n'));
    assert.ok(problems.length <= 5);
  });
}

test('aliases stand for what they name, and a million laughs are refused', async () => {
  assert.deepEqual(await readValue('a: &a [x]\nb: *a\n'), { a: ['x'], b: ['x'] });
  const laughs = Array.from({ length: 6 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : Array(9).fill(`*a${i - 1}`)}]`);
  assert.match(
    (await problemsOf(laughs.join('\n'))).join(),
    /aliases \(\*name\) that stand for more than 10000 values/,
  );
});

test('nesting in YAML is refused before anything recurses', async () => {
  for (const text of ['['.repeat(3_000), `x: ${'{a: '.repeat(3_000)}`, `${'- '.repeat(3_000)}x`, '? '.repeat(3_000)]) {
    assert.match((await problemsOf(text)).join(), /is nested deeper than 64 levels/);
  }
});

test('more tokens than are read in a few seconds are refused', async () => {
  assert.match((await problemsOf(`a: [${'[],'.repeat(140_000)}]`)).join(), /is too large for YAML/);
});

test('comments and strings that do not end are read once', async () => {
  for (const text of [
    '[/*'.repeat(100_000),
    `[${'/*'.repeat(300_000)}`,
    `["${'x'.repeat(2_000_000)}`,
    '["\\'.repeat(200_000),
  ]) {
    assert.ok((await problemsOf(text, 'a.json')).length > 0);
  }
  assert.match((await problemsOf(`[${' '.repeat(17_000_000)}`, 'a.json')).join(), /is too large for YAML/);
});

test('__proto__ is a key like any other', async () => {
  for (const text of ['{"__proto__": {"x": 1}}', '{"__proto__": {"x": 1},}', '__proto__:\n  x: 1\n']) {
    const value = (await readValue(text, text.startsWith('{') ? 'a.json' : 'a.yaml')) as object;
    assert.ok(Object.hasOwn(value, '__proto__'));
    assert.equal('x' in value, false);
  }
});

test('no end of a file, cut anywhere, throws', async () => {
  const text = 'a: &x {b: [1, "c\\n"]} # d\ne:\n  - *x\n  - |\n   f\n  - ? g\n    : "h"\n--- !t\n%i';
  for (let end = 0; end <= text.length; end += 1) await readDocument(text.slice(0, end), 'a.yaml');
});

test('of very many wrong escapes the first is told, and the others are not read', async () => {
  const read = await readDocument(`a: "${'\\q'.repeat(500_000)}"`, 'x.yaml');
  const messages = read.ok ? [] : read.error.map(({ message }) => message);
  assert.deepEqual(messages, [
    'has a backslash that begins no escape sequence; write a backslash within double quotes twice',
  ]);
});
