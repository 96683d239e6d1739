import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// node build/copy-policies.js: puts the built-in policies and their fixtures, as people wrote them, into dist/policies, so that
// `certmuster policy` can name file and line. The program itself reads none of them: it has them as modules.

const root = fileURLToPath(new URL('..', import.meta.url));
const from = join(root, 'src/policy/documents');
const to = join(root, 'dist/policies');

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const name of readdirSync(from).filter((each) => each.endsWith('.yaml'))) cpSync(join(from, name), join(to, name));
