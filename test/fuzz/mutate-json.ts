import { standardPolicies } from '../../src/policy/policies.ts';
import {
  accesses,
  failureKinds,
  helloProfiles,
  keyPossessions,
  protocols,
  severities,
} from '../../src/model/vocabulary.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateDer } from './mutate-der.ts';
import type { Random } from './random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One to four changes anywhere in a document: values replaced, dropped, doubled, moved, renamed. */
export function mutateJson(document: unknown, random: Random): unknown {
  let mutated = document as Json;
  for (let left = 1 + random.below(random.onceIn(3) ? 4 : 1); left > 0; left -= 1) {
    const places = placesOf(mutated);
    const place = random.pick(places);
    const value = valueAt(mutated, place);
    mutated = replaceAt(mutated, place, otherValue(value, valueAt(mutated, random.pick(places)), random), random);
  }
  return mutated;
}

type Place = readonly (string | number)[];

const gone = Symbol('gone');

function otherValue(value: Json, elsewhere: Json, random: Random): Json | typeof gone {
  switch (random.below(12)) {
    case 0:
      return gone;
    case 1:
      return random.pick(strange);
    case 2:
      return elsewhere;
    case 3:
      if (Array.isArray(value)) return [...value, ...value, elsewhere];
      if (typeof value === 'object' && value !== null) return { ...value, [random.pick(keys)]: elsewhere };
      return [value];
    default:
      return sameKind(value, elsewhere, random);
  }
}

/** Something else that the schema may well take. */
function sameKind(value: Json, elsewhere: Json, random: Random): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return Math.floor(value * random.pick([0, -1, 0.5, 1, 2, 1e6])) + random.below(3);
  if (typeof value === 'string') return otherText(value, elsewhere, random);
  if (Array.isArray(value)) return random.onceIn(2) ? value.toReversed() : value.slice(random.below(value.length + 1));
  return value;
}

function otherText(text: string, elsewhere: Json, random: Random): string {
  if (typeof elsewhere === 'string' && random.onceIn(4)) return elsewhere;
  if (/^[A-Za-z0-9+/]{100,}={0,2}$/.test(text)) {
    return Buffer.from(mutateDer(new Uint8Array(Buffer.from(text, 'base64')), random)).toString('base64');
  }
  if (random.onceIn(2)) return random.pick(random.onceIn(2) ? words : texts);
  return Buffer.from(mutateBytes(Buffer.from(text), random)).toString('utf8');
}

const words: readonly string[] = [
  ...[...standardPolicies.values()].flatMap(({ id, roles }) => [id, ...Object.keys(roles)]),
  ...accesses,
  ...protocols,
  ...severities,
  ...failureKinds,
  ...helloProfiles,
  ...keyPossessions,
];

const texts = [
  '',
  ' ',
  '\u0000',
  '\u202e',
  '\ud800',
  '\u2028',
  '../../etc/passwd',
  'https://im.contoso.com',
  'https://[::1]:443/',
  'https://user@im.contoso.com/',
  'xn--a',
  '*.contoso.com',
  '127.0.0.1',
  '::ffff:1.2.3.4',
  'a'.repeat(300),
  '1e400',
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  'MAMCAQU=',
  '=cmd()',
] as const;
const strange: readonly Json[] = [null, true, false, 0, -0, -1, 0.5, 65_536, 1e308, [], {}, [[]], [null], '', ...texts];
const keys = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  '',
  'name',
  'policy',
  'trust',
  'hasOwnProperty',
] as const;

function placesOf(value: Json): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const names: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    [],
    ...names.flatMap((name) => placesOf((value as Record<string, Json>)[name] as Json).map((rest) => [name, ...rest])),
  ];
}

function valueAt(root: Json, place: Place): Json {
  return place.reduce<Json>((value, name) => (value as Record<string | number, Json>)[name] as Json, root);
}

function replaceAt(root: Json, [name, ...rest]: Place, value: Json | typeof gone, random: Random): Json {
  if (name === undefined) return value === gone ? null : value;
  if (Array.isArray(root)) {
    const inner = rest.length === 0 ? value : replaceAt(root[Number(name)] as Json, rest, value, random);
    return root.flatMap((each, index) => (index !== Number(name) ? [each] : inner === gone ? [] : [inner as Json]));
  }
  const entries = Object.entries(root as Record<string, Json>).flatMap(([key, each]): [string, Json][] => {
    if (key !== name) return [[key, each]];
    const inner = rest.length === 0 ? value : replaceAt(each, rest, value, random);
    if (inner === gone) return [];
    return [[random.onceIn(12) ? random.pick(keys) : key, inner as Json]];
  });
  return Object.fromEntries(entries);
}
