import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** One `import`, `export … from` or `import()` in a source file, type imports included. */
export interface Import {
  /** Path of the importing file, relative to `src`. */
  readonly from: string;
  /** The specifier as written. */
  readonly specifier: string;
  /** For relative specifiers: the file it names, relative to `src`. */
  readonly target: string | undefined;
}

/** Reads every import under `src`. TypeScript 7 drops type imports from its output, so the sources are read. */
export function readImports(src: string): readonly Import[] {
  return sourceFiles(src).flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    return specifiers(text).map((specifier) => ({
      from: file,
      specifier,
      target: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : undefined,
    }));
  });
}

/** TypeScript files under a folder, relative to it. */
export function sourceFiles(src: string): readonly string[] {
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)));
}

function specifiers(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found = code.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => match[1] ?? '');
}
