import type { Mutant } from '../mutant.ts';

const shared = 'test/cli/shared-folder.test.ts';
const odd = 'test/cli/odd-files.test.ts';
const atExit = 'test/cli/output/at-exit.test.ts';
const policies = 'test/policy/hostile-policies.test.ts';
const dialed = 'test/targets/check-dialed.test.ts';

/** Files: what is read, what is written, and what is left behind. */
export const fileMutants: readonly Mutant[] = [
  {
    id: 'roles-without-end',
    defends: 'roles that extend each other are followed so far and no further',
    file: 'src/policy/layers.ts',
    replace: ' || seen.length === maxExtensions',
    by: '',
    test: { file: policies, title: 'roles that extend each other without end are refused, and not followed' },
  },
  {
    id: 'policy-size',
    defends: 'a policy has so many roles and rows',
    file: 'src/policy/parse-policy-document.ts',
    replace: 'sizeProblems(shape.data)',
    by: '[]',
    test: { file: policies, title: 'a policy of very many roles or dated rows is not compiled' },
  },
  {
    id: 'inherited-roles',
    defends: 'what objects inherit is no role',
    file: 'src/model/own-record.ts',
    replace: 'Object.create(null)',
    by: '{}',
    test: { file: policies, title: 'a role that every object inherits is none' },
  },
  {
    id: 'policy-without-figures',
    defends: 'a policy states every figure that checks compare with',
    file: 'src/policy/find-policy-problems.ts',
    replace: 'missing.length === 0 &&',
    by: '',
    test: {
      file: policies,
      title: 'a figure that no check compares with is refused, and so is a policy that lacks one',
    },
  },
  {
    id: 'template-product',
    defends: 'lists do not multiply without end',
    file: 'src/policy/template.ts',
    replace: 'texts.length * usable.length > maxTexts',
    by: 'texts.length * usable.length > 1_500_000',
    test: { file: policies, title: 'a template stands for 10,000 texts and no more' },
  },
  {
    id: 'escapes-in-yaml',
    defends: 'wrong escapes in YAML are counted as tokens are',
    file: 'src/targets/documents/compose-yaml.ts',
    replace: "lexeme.startsWith('\"')",
    by: 'false',
    test: {
      file: 'test/targets/documents/read-document.test.ts',
      title: 'what is wrong, with its place: more escapes than fit',
    },
  },
  {
    id: 'endpoints-of-parameters',
    defends: 'parameters make so many endpoints',
    file: 'src/targets/check-dialed.ts',
    replace: 'count > maxEndpoints',
    by: 'false',
    test: { file: dialed, title: 'hosts and ports that multiply are refused' },
  },
  {
    id: 'undialable-parameters',
    defends: 'what a policy makes of parameters is dialed only if it is a host and a port',
    file: 'src/targets/check-dialed.ts',
    replace: 'if (fault === undefined) continue;',
    by: 'if (fault !== boundless) continue;',
    test: { file: dialed, title: 'a port that is a word cannot be dialed, and the problem says so once' },
  },
  {
    id: 'stays-beside',
    defends: 'what is half-written goes with the process',
    file: 'src/cli/output/file-sink.ts',
    replace: "if (opening === undefined) process.once('exit', remove);",
    by: '',
    test: { file: atExit, title: 'a process that ends while it writes leaves nothing beside the file' },
  },
  {
    id: 'lock-stays',
    defends: 'a lock goes with the process',
    file: 'src/cli/output/output-lock.ts',
    replace: "process.once('exit', remove);",
    by: '',
    test: { file: atExit, title: 'a process that ends takes its lock away' },
  },
  {
    id: 'litter-stays',
    defends: 'what killed runs left is swept',
    file: 'src/cli/output/file-sink.ts',
    replace: 'await sweepBeside(target);',
    by: '',
    test: {
      file: 'test/cli/interrupt.test.ts',
      title: 'kill -9 leaves nothing beside a report, and what an earlier version left there neither blocks nor stays',
    },
  },
  {
    id: 'lock-ignored',
    defends: 'two runs do not write one report',
    file: 'src/cli/output/output-lock.ts',
    replace: 'if (await makeLock(file, owner)) return ok(hold(file, owner));',
    by: 'if ((await makeLock(file, owner)) || pid > 0) return ok(hold(file, owner));',
    test: {
      file: 'test/cli/resume.test.ts',
      title: 'two runs on one report: the second is refused, dials nothing, and the first loses nothing',
    },
  },
  {
    id: 'lock-of-the-dead',
    defends: 'a killed run blocks no later one',
    file: 'src/cli/output/output-lock.ts',
    replace: 'return isAlive(pid) && (await startOf(pid)) === start;',
    by: 'return true;',
    test: {
      file: 'test/cli/resume.test.ts',
      title:
        'a report whose run was killed with -9 is not continued under other options either, and its lock is taken over',
    },
  },
  {
    id: 'lock-of-a-namesake',
    defends: 'a process of the same id is not the one that was killed',
    file: 'src/cli/output/output-lock.ts',
    replace: '&& (await startOf(pid)) === start',
    by: '',
    test: { file: atExit, title: 'a lock that names a living process of another start is taken over' },
  },
  {
    id: 'unfinished-overwritten',
    defends: 'an unfinished report is kept',
    file: 'src/cli/output/report-sink.ts',
    replace: 'if (last.value === undefined || isFinished(last.value)) return undefined;',
    by: 'if (last.ok) return undefined;',
    test: {
      file: 'test/cli/output.test.ts',
      title: 'scan --output ndjson=FILE: an unfinished one is kept, exit 2, nothing dialed',
    },
  },
  {
    id: 'written-in-place',
    defends: 'nobody reads half a report',
    file: 'src/cli/output/report-sink.ts',
    replace: ": format === 'ndjson' ? openInPlace : openReplacing",
    by: ': openInPlace',
    test: {
      file: 'test/cli/interrupt.test.ts',
      title: 'kill -9 leaves nothing beside a report, and what an earlier version left there neither blocks nor stays',
    },
  },
  {
    id: 'foreign-files',
    defends: 'what another user planted is not written into',
    file: 'src/cli/output/locate-output.ts',
    replace: 'isShared && entry.uid !== own && entry.uid !== folder.uid',
    by: 'isShared && entry.uid < 0',
    test: {
      file: shared,
      title: 'in a folder that everybody may write to, only what is ours or the owner of the folder counts as safe',
    },
  },
  {
    id: 'foreign-links',
    defends: 'a link of another user is not followed',
    file: 'src/cli/output/locate-output.ts',
    replace: 'if (isForeign(entry, await stat(dirname(current)), process.getuid?.())) {',
    by: 'if (false) {',
    test: {
      file: shared,
      title:
        'scan --output through a link of a stranger in such a folder: refused, nothing dialed, its target untouched',
    },
  },
  {
    id: 'links-in-a-circle',
    defends: 'links that go round end',
    file: 'src/cli/output/locate-output.ts',
    replace: 'links <= maxLinks; links += 1',
    by: 'links <= maxLinks; links += 0',
    test: { file: shared, title: 'links that go round in a circle: exit 4, nothing dialed' },
  },
  {
    id: 'name-beside-known',
    defends: 'nobody plants what is written beside',
    file: 'src/cli/output/files-beside.ts',
    replace: "randomBytes(4).toString('hex')",
    by: "'00000000'",
    test: {
      file: shared,
      title: 'what is written beside is made anew, under a name that nobody knows: a link is not followed',
    },
  },
  {
    id: 'rights-widened',
    defends: 'a report keeps its rights',
    file: 'src/cli/output/file-sink.ts',
    replace: 'existing && existing.mode & 0o666',
    by: 'existing && 0o666',
    test: {
      file: shared,
      title: 'a report keeps the rights of the one it replaces, as far as the umask allows, and is never a program',
    },
  },
  {
    id: 'failed-output-ends-others',
    defends: 'an output that fails ends no other',
    file: 'src/cli/output/write-audit.ts',
    replace: 'await writer.abandon().catch(() => undefined);\n    return',
    by: 'throw error;\n    return',
    test: {
      file: 'test/cli/output.test.ts',
      title: 'scan --output json=/dev/full: output that cannot be written is exit 4, the other output is whole',
    },
  },
  {
    id: 'endless-input',
    defends: 'a file without an end fills no memory',
    file: 'src/cli/input/read-whole.ts',
    replace: "return err('is neither a file nor a pipe');",
    by: 'return await read(handle, maxBytes);',
    test: { file: odd, title: 'a device without an end is no trust file, no chain and no list' },
  },
  {
    id: 'huge-input',
    defends: 'a huge file is refused unread',
    file: 'src/cli/input/read-whole.ts',
    replace: 'stats.size > maxBytes ?',
    by: 'stats.size < 0 ?',
    test: { file: odd, title: 'a trust file of 2 GB is refused by its length, unread' },
  },
  {
    id: 'silent-pipe',
    defends: 'a pipe without a writer hangs nothing',
    file: 'src/cli/input/read-whole.ts',
    replace: '(bytesRead > 0 || hasGiven)',
    by: 'bytesRead >= 0',
    test: { file: odd, title: 'a trust file that is a pipe without a writer is refused after a while: nothing hangs' },
  },
  {
    id: 'json-nesting',
    defends: 'nesting exhausts no parser',
    file: 'src/model/json-faults.ts',
    replace: 'levels.length === maxDepth',
    by: 'false',
    test: {
      file: 'test/cli/targets-file.test.ts',
      title: 'nesting without end is a problem of the file and no bug of ours',
    },
  },
  {
    id: 'reserved-keys',
    defends: 'a key of JavaScript is no key of ours',
    file: 'src/model/reserved-keys.ts',
    replace: 'if (found.length === 0) return { json, problems: [] };',
    by: 'if (found.length >= 0) return { json, problems: [] };',
    test: {
      file: 'test/model/reserved-keys.test.ts',
      title: 'a key named __proto__ is taken out wherever it stands, and its place is told',
    },
  },
  {
    id: 'input-overwritten',
    defends: 'what is read is not overwritten',
    file: 'src/cli/output/find-overwrites.ts',
    replace: 'path !== undefined && read.has(resolve(path))',
    by: 'path !== undefined && read.has(path) && false',
    test: {
      file: 'test/cli/output.test.ts',
      title: 'scan targets.json --output targets.json: what is read is not overwritten',
    },
  },
];
