import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import type { TemporaryFolder } from '../../estate/temporary-folder.ts';
import { repositoryPath } from '../../repository-path.ts';
import type { Fleet } from '../fleet.ts';
import { measure } from '../measure.ts';
import { type Contestant, concurrency } from './contestant.ts';

/** Node's own `tls.connect`, the handshake and nothing else. */
export function nodeLoops(): readonly Contestant[] {
  const loop = (name: string, options: readonly string[]): Contestant => ({
    name,
    endpoints: ({ size }) => size,
    run: ({ targetsFile }) =>
      measure({
        command: process.execPath,
        args: [repositoryPath('dist/test/bench/connect-loop.js'), targetsFile, String(concurrency), ...options],
      }),
  });
  return [loop('tls.connect, one secure context', []), loop('tls.connect as people write it', ['context-each'])];
}

/** Go's `crypto/tls`, built here; none where Go is not installed (Debian: golang-go). */
export function goLoops(folder: TemporaryFolder): readonly Contestant[] {
  const program = join(folder.path, 'go-scan');
  const built = spawnSync('go', ['build', '-o', program, repositoryPath('test/bench/go/main.go')], {
    encoding: 'utf8',
    env: { GOCACHE: join(folder.path, 'go-cache'), ...process.env },
  });
  if (built.error !== undefined) return [];
  if (built.status !== 0) throw new Error(`the Go program cannot be built: ${built.stderr}`);
  const loop = (name: string, root: (fleet: Fleet) => readonly string[]): Contestant => ({
    name,
    endpoints: ({ size }) => size,
    run: (fleet) => measure({ command: program, args: [fleet.targetsFile, String(concurrency), ...root(fleet)] }),
  });
  return [
    loop('Go crypto/tls, verified', ({ rootFile }) => [rootFile]),
    loop('Go crypto/tls, handshake only', () => []),
  ];
}
