import { fileURLToPath } from 'node:url';

/** Absolute path of something in the checkout. Compiled tests run from `dist/test`, two folders below it. */
export function repositoryPath(...parts: readonly string[]): string {
  return fileURLToPath(new URL(`../../${parts.join('/')}`, import.meta.url));
}
