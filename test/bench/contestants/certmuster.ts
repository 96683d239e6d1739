import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TemporaryFolder } from '../../estate/temporary-folder.ts';
import { repositoryPath } from '../../repository-path.ts';
import type { Fleet } from '../fleet.ts';
import { measure } from '../measure.ts';
import { type Contestant, concurrency } from './contestant.ts';

/** The full audit: from a file, from standard input, and for RSA keys with the search for shared primes. */
export function certmusterContestants(folder: TemporaryFolder): readonly Contestant[] {
  return [
    certmuster(folder, { name: 'certmuster, full audit' }),
    certmuster(folder, { name: 'certmuster, from standard input', isPiped: true }),
    {
      ...certmuster(folder, { name: 'certmuster, --compare-moduli 1024', options: ['--compare-moduli', '1024'] }),
      takesPart: ({ kind, leaves }) => kind === 'rsa-2048' && leaves === 'each',
    },
  ];
}

interface Variant {
  readonly name: string;
  readonly options?: readonly string[];
  /** The targets come through a pipe, so that their number is not known beforehand. */
  readonly isPiped?: boolean;
}

function certmuster(folder: TemporaryFolder, { name, options = [], isPiped = false }: Variant): Contestant {
  const output = join(folder.path, 'certmuster.ndjson');
  return {
    name,
    endpoints: ({ size }) => size,
    run: async (fleet) => {
      const cost = await measure({
        command: process.execPath,
        args: [
          repositoryPath('bin/certmuster.js'),
          ...['scan', isPiped ? '-' : fleet.targetsFile, '--trust', fleet.rootFile],
          ...['--concurrency', String(concurrency), '--format', 'ndjson', '--output', output, '--quiet', ...options],
        ],
        ...(isPiped ? { input: fleet.targetsFile } : {}),
      });
      assertAllSound(output, fleet);
      return cost;
    },
  };
}

/** Throws unless every endpoint was audited and found sound, with the protocol, the proof and the path of this fleet. */
function assertAllSound(output: string, { size, protocol }: Fleet): void {
  const endpoints = readFileSync(output, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  const sound = endpoints.filter(
    ({ verdict, handshake, trust }) =>
      (verdict === 'pass' || verdict === 'warn') &&
      handshake.protocol === protocol &&
      handshake.keyPossession === 'proven' &&
      trust[0].path.length === 3,
  );
  if (sound.length !== size) throw new Error(`${sound.length} of ${size} endpoints were audited and found sound`);
}
