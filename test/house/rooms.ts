/** The house as design.md section 2 fixes it: what each room may import, and the doors it alone owns. */
export interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

const zod = ['zod'];

export const house: Readonly<Record<string, Room>> = {
  model: { rooms: [], packages: zod },
  async: { rooms: [], packages: ['p-limit'] },
  tls: { rooms: ['model'], packages: ['node:crypto', 'node:module', '@noble/post-quantum/ml-kem.js'] },
  x509: {
    rooms: ['model', 'async'],
    packages: ['node:crypto', 'node:module', '@noble/post-quantum/ml-dsa.js', '@peculiar/x509', 'reflect-metadata'],
  },
  policy: { rooms: ['model'], packages: [] },
  pki: { rooms: ['model', 'async', 'x509'], packages: ['tldts', 'node:tls'] },
  net: { rooms: ['model', 'async'], packages: ['node:net', 'node:dns', 'node:os', 'node:crypto', 'undici'] },
  targets: { rooms: ['model', 'policy'], packages: ['yaml'] },
  collect: { rooms: ['model', 'async', 'tls', 'x509', 'pki', 'net'], packages: [] },
  checks: { rooms: ['model', 'x509', 'pki', 'policy'], packages: [] },
  evaluate: { rooms: ['model', 'async', 'x509', 'pki', 'policy', 'checks'], packages: [] },
  scan: { rooms: ['model', 'async'], packages: [] },
  history: { rooms: ['model'], packages: ['libsql', 'node:crypto', 'node:url', 'node:zlib'] },
  report: { rooms: ['model'], packages: ['cli-table3', 'string-width', 'node:util'] },
  audit: {
    rooms: [
      'model',
      'async',
      'tls',
      'x509',
      'policy',
      'pki',
      'net',
      'targets',
      'collect',
      'checks',
      'evaluate',
      'scan',
      'report',
    ],
    packages: ['node:crypto'],
  },
  service: {
    rooms: [
      'model',
      'async',
      'tls',
      'x509',
      'policy',
      'pki',
      'net',
      'targets',
      'collect',
      'checks',
      'evaluate',
      'scan',
      'history',
      'report',
      'audit',
    ],
    packages: ['croner'],
  },
  lab: {
    rooms: ['model', 'x509', 'tls'],
    packages: ['node:net', 'node:tls', 'node:http', 'node:https', 'node:crypto', '@peculiar/x509', 'reflect-metadata'],
  },
  cli: {
    rooms: [
      'model',
      'async',
      'tls',
      'x509',
      'policy',
      'pki',
      'net',
      'targets',
      'collect',
      'checks',
      'evaluate',
      'scan',
      'history',
      'report',
      'audit',
      'service',
      'lab',
    ],
    packages: [
      'yargs',
      'yargs/helpers',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'node:process',
      'node:stream',
      'node:readline',
      'node:os',
      'node:crypto',
      'node:sea',
      'node:tls',
      'node:url',
      'node:events',
      'node:v8',
    ],
  },
  'index.ts': { rooms: ['model', 'audit'], packages: [] },
};

/** Names that say nothing about what is inside. */
export const forbiddenNames = ['util', 'utils', 'lib', 'common', 'helper', 'helpers', 'misc', 'shared'];
