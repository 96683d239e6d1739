import {
  nameConstraints,
  dns,
  email,
  type ForgedExtension,
  ip,
  otherName,
  type Subtrees,
  uri,
} from '../pki/forge-extensions.ts';
import { tagged } from '../pki/forge-der.ts';
import { writeName } from './names.ts';
import type { Random } from './random.ts';

/** Hosts that leaves are made for and that are dialed. */
export const hosts = ['www.example.test', 'www.a.example.test', 'mail.b.example.test', '10.1.2.3'] as const;

/** Organizations of all subjects; the last changes case outside ASCII. */
export const organizations = ['Example Org', 'Other Org', 'Société Zürich'] as const;

const constrainedDomains = [
  'example.test',
  'example.test',
  'a.example.test',
  'www.example.test',
  'www.a.example.test',
  'www.a.example.test',
  'mail.b.example.test',
  '.example.test',
  'ample.test',
  'EXAMPLE.test',
  'other.test',
  '',
] as const;

/** Address and mask. */
const networks: readonly [readonly number[], ...(readonly number[])[]] = [
  [10, 1, 0, 0, 255, 255, 0, 0],
  [10, 0, 0, 0, 255, 0, 0, 0],
  [192, 168, 0, 0, 255, 255, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
];

/** Name constraints on some of the forms that leaves have. */
export function randomConstraints(random: Random): ForgedExtension {
  const list = () => Array.from({ length: 1 + random.integer(2) }, () => randomSubtree(random));
  const subtrees = random.pick<() => Subtrees>([
    () => ({ permitted: list() }),
    () => ({ permitted: list() }),
    () => ({ excluded: list() }),
    () => ({ excluded: [dns(random.pick(constrainedDomains))] }),
    () => ({ permitted: list(), excluded: list() }),
  ])();
  const extension = nameConstraints(subtrees);
  return random.chance(0.1) ? { ...extension, critical: false } : extension;
}

function randomSubtree(random: Random): Uint8Array {
  const make = random.pick([
    () => dns(random.pick(constrainedDomains)),
    () => dns(random.pick(constrainedDomains)),
    () => dns(random.pick(constrainedDomains)),
    () => ip(...random.pick(networks)),
    () => directory(random),
    () => directory(random),
    () => email(random.pick(['example.test', '.example.test', 'admin@example.test'])),
    () => uri(random.pick(['example.test', '.example.test'])),
    () => otherName('1.3.6.1.4.1.311.20.2.3'),
  ]);
  return make();
}

function directory(random: Random): Uint8Array {
  return tagged(0xa4, writeName({ organization: random.pick(organizations), commonName: undefined }));
}
