'use strict';

const { readFileSync } = require('node:fs');
const { createRequire, Module } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/** Where what V8 made of a file is kept. `npm run build` writes it, nobody else, and `npm pack` leaves it out. */
exports.cacheOf = (file) => `${file}.cache`;

/**
 * Loads a bundled file for everyone who requires it, with what V8 made of it when it was built, which spares compiling it.
 * Where that is missing, or another V8 made it, the file is compiled as usual. `import()` does not work in it, `require` does.
 * Hands back the script.
 */
exports.loadCompiled = (file) => {
  // As Node wraps every CommonJS module.
  const wrapped = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'utf8')}\n});`;
  const script = new Script(wrapped, { filename: file, cachedData: readCache(file) });
  const loaded = new Module(file);
  loaded.filename = file;
  require.cache[file] = loaded;
  script.runInThisContext()(loaded.exports, createRequire(file), loaded, file, dirname(file));
  loaded.loaded = true;
  return script;
};

function readCache(file) {
  try {
    return readFileSync(exports.cacheOf(file));
  } catch {
    return undefined;
  }
}
