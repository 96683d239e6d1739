import { isBuiltin } from 'node:module';
import { join } from 'node:path';

import { rolldown } from 'rolldown';

/**
 * Writes the whole command line as one CommonJS script, the only kind that a single executable of Node 20 starts: nothing can be
 * imported from there, so what the program otherwise loads late, undici and @noble/post-quantum included, is in it. Returns the
 * ids of its modules.
 */
export async function bundleExecutable(root, file) {
  const own = join(root, 'src');
  const bundle = await rolldown({
    input: join(root, 'build/executable-main.js'),
    cwd: root,
    platform: 'node',
    external: [/^node:/],
    tsconfig: false,
    // yargs asks import.meta.resolve where a configuration file lies that extends another; there is none.
    transform: { define: { 'import.meta.resolve': 'undefined' } },
    treeshake: { moduleSideEffects: (id) => /executable-main\.js$|reflect-metadata|x509-package\.ts$/.test(id) },
    plugins: [
      { name: 'require what is bundled', transform: (code, id) => withPlainRequire(code, id, own) },
      withoutService,
    ],
    onLog: (level, log, report) => {
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level === 'warn' ? 'error' : level, log);
    },
  });
  const { output } = await bundle.write({
    file,
    format: 'cjs',
    codeSplitting: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await bundle.close();
  const [{ code, moduleIds, imports }] = output;
  if (output.length > 1) throw new Error(`the executable needs one script, and there are ${output.length}`);
  const foreign = imports.filter((name) => !isBuiltin(name));
  if (foreign.length > 0 || code.includes('createRequire)(require("url").pathToFileURL(__filename).href)(')) {
    throw new Error(`the executable would load modules from files: ${foreign.join(', ') || 'by createRequire'}`);
  }
  return moduleIds;
}

/** libsql is native code, which an executable of Node cannot hold. Whoever opens a history is told so; what the service needs beside it is left out. */
const leftOut = ['libsql', 'fastify', 'nodemailer'];
const withoutService = {
  name: 'no service',
  resolveId: (id) => (leftOut.includes(id) ? `\0${id}` : undefined),
  load: (id) => (leftOut.some((name) => id === `\0${name}`) ? withoutServiceCode : undefined),
};
const withoutServiceCode = `export default class { constructor() {
  throw new Error('the single executable keeps no history; use certmuster as npm installs it');
} }`;

/** Our sources make a `require` where one cannot wait for an `import`; the bundler follows only a plain one. */
function withPlainRequire(code, id, own) {
  const made = 'createRequire(import.meta.url)(';
  return id.startsWith(own) && code.includes(made) ? code.replaceAll(made, 'require(') : undefined;
}
