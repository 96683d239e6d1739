import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for the files of a test. */
export interface TemporaryFolder {
  readonly path: string;
  /** Writes a file and returns its absolute path. */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

/** Makes a fresh folder below the system's temporary one; it goes with the process if not before. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'certmuster-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove,
  };
}
