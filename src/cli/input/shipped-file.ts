import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { getAsset, isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';

import { decodeText } from '../../model/decode-text.ts';
import { readTextFile, type TextFile } from './input-file.ts';

/**
 * The text of a built-in policy (`ID.yaml`), or of another file that comes with it; undefined: it does not come with this installation.
 * The single executable has them inside, where `path` is the name alone.
 */
export async function readShippedFile(name: string): Promise<TextFile | undefined> {
  if (isSea()) return readAsset(basename(name));
  // The bundled program stands in dist/program, the compiled module in dist/src/cli/input.
  for (const folder of ['../policies', '../../../policies']) {
    const file = await readTextFile(join(fileURLToPath(new URL(folder, import.meta.url)), basename(name)));
    if (file.ok) return file.value;
  }
  return undefined;
}

/** build/build-binary.js put it there. */
function readAsset(name: string): TextFile | undefined {
  try {
    const bytes = new Uint8Array(getAsset(`policies/${name}`));
    return { path: name, bytes, sha256: createHash('sha256').update(bytes).digest('hex'), text: decodeText(bytes) };
  } catch {
    return undefined;
  }
}
