import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** A run or two may be lost; more should not be. */
const intervalMs = 5_000;

/** Calls back once if another file takes the place of one, or none does. Returns what ends it. */
export function watchIdentity(file: string, onGone: () => void): () => void {
  const path = resolve(file);
  const first = identityOf(path);
  const timer = setInterval(() => {
    if (identityOf(path) === first) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function identityOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? 'none' : `${stats.dev} ${stats.ino}`;
}
