import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

/** Without it a Node has no place for a program: it is what Node looks at when it starts, and what injecting switches on. */
export const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Reads a Node that shall become an executable. `runs`: whether this machine can run it; one of another system must be of the
 * version that runs the build, because that one prepares the program for it. Throws an error that says what to do.
 */
export function readNodeExecutable(path) {
  if (!existsSync(path)) throw new Error(`${path}: no such file`);
  const file = realpathSync(path);
  const bytes = readFileSync(file);
  const format = formatOf(bytes);
  if (format === undefined) throw new Error(`${path} is no executable for Linux, macOS or Windows`);
  if (!bytes.includes(`${fuse}:0`)) {
    const why = 'it is already one, or it takes Node from a shared library (as Debian’s own package does)';
    throw new Error(`${path} cannot become a single executable: ${why}; use one from nodejs.org`);
  }
  const version = format === formatOfThis ? versionOf(file) : undefined;
  if (version === undefined && !bytes.includes(process.version)) {
    const next = `name a Node ${process.version} of that system, or build there`;
    throw new Error(`${path} cannot be run here and is not ${process.version}, which runs this build; ${next}`);
  }
  return { file, bytes, format, runs: version !== undefined, version: version ?? process.version };
}

const formatOfThis = { win32: 'pe', darwin: 'mach-o' }[process.platform] ?? 'elf';

function formatOf(bytes) {
  const magic = bytes.subarray(0, 4).toString('hex');
  if (magic === '7f454c46') return 'elf';
  if (magic.startsWith('4d5a')) return 'pe';
  return ['cffaedfe', 'cafebabe'].includes(magic) ? 'mach-o' : undefined;
}

/** Undefined: it cannot be run here. */
function versionOf(file) {
  try {
    return execFileSync(file, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    }).trim();
  } catch {
    return undefined;
  }
}

/** Node's license, which demands to stand beside every copy. Archives, packages of npm and Debian's have it in these places. */
export function nodeLicense(file, given) {
  const folder = dirname(file);
  const places = ['LICENSE', '../LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/nodejs/copyright'];
  const found = given ?? places.map((place) => join(folder, place)).find((place) => existsSync(place));
  if (found === undefined) throw new Error(`${file} has no LICENSE beside it; name Node’s with --node-license FILE`);
  return readFileSync(found, 'utf8').trim();
}

/**
 * An executable of Windows without its signature, which is wrong once a program is in it (Microsoft PE format, "The attribute
 * certificate table"): an executable that is not signed is trusted more than one whose signature does not hold.
 */
export function withoutSignature(bytes) {
  const optionalHeader = bytes.readUInt32LE(0x3c) + 24;
  const isPe32Plus = bytes.readUInt16LE(optionalHeader) === 0x20b;
  const entry = optionalHeader + (isPe32Plus ? 112 : 96) + 4 * 8;
  const [start, length] = [bytes.readUInt32LE(entry), bytes.readUInt32LE(entry + 4)];
  const unsigned = Buffer.from(length > 0 && start + length === bytes.length ? bytes.subarray(0, start) : bytes);
  unsigned.fill(0, entry, entry + 8);
  return unsigned;
}
