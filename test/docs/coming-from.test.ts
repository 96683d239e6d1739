import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';

import { commands } from '../../src/cli/command-list.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { repositoryPath } from '../repository-path.ts';
import { claims } from './claims.ts';
import { readCommandTables } from './command-tables.ts';
import { declaredLines } from './declared-lines.ts';
import { tellsOf } from './tells-of.ts';
import type { ContosoRun } from './run-in-contoso.ts';
import type { Outcome } from './run-line.ts';

const rows = readCommandTables(readFileSync(repositoryPath('docs/coming-from.md'), 'utf8'));
/** Written by our line in addition to what it says. */
const reportFile = 'report-of-the-test.json';

/** Everything that is run, once each: ours as it stands, ours with a JSON report in addition, theirs. */
const lines = rows.flatMap(({ ours, theirs }) => {
  const declared = declaredLines[theirs];
  const reporting = declared?.leaves === undefined ? [] : [reportingLine(ours)];
  return [ours, ...reporting, ...(typeof declared?.theirs === 'object' ? [theirs] : [])];
});
const distinctLines = [...new Set([...lines, ...claims.map(({ line }) => line)])];

let contoso: ContosoRun;
before(async () => {
  contoso = await runInContoso(distinctLines);
});

test('every row of docs/coming-from.md has a declaration, and every declaration a row; there are twenty at least', () => {
  const told = rows.map(({ theirs }) => theirs);
  assert.deepEqual([...told].sort(), Object.keys(declaredLines).sort());
  assert.ok(rows.length >= 20);
});

for (const { ours, theirs, wanted } of rows) {
  const declared = declaredLines[theirs];
  if (declared === undefined) continue;

  test(`${ours}: ${wanted}`, () => {
    const { exitCode, stdout, stderr, files } = outcomeOf(ours);
    assert.equal(exitCode, declared.exitCode, `${stdout}${stderr}`);
    assert.match(stdout, declared.stdout, stderr);
    const { files: expected = {} } = declared;
    assert.deepEqual(Object.keys(files), Object.keys(expected));
    for (const [name, content] of Object.entries(expected)) assert.match(files[name] ?? '', content);
  });

  const { leaves } = declared;
  if (leaves !== undefined)
    test(`${ours}: the certificates of the report are those of ${leaves.join(' and ')}`, () => {
      const { files, stderr } = outcomeOf(reportingLine(ours));
      const { endpoints } = scanReportSchema.parse(JSON.parse(files[reportFile] ?? assert.fail(stderr)));
      const found = endpoints.flatMap(({ chain }) => chain[0]?.sha256 ?? []);
      assert.deepEqual(
        found,
        leaves.map((name) => contoso.leaves[name].sha256),
      );
    });

  const other = declared.theirs;
  if (typeof other === 'object')
    test(`${theirs}: sees the same`, () => {
      const { exitCode, stdout, stderr } = outcomeOf(theirs);
      assert.equal(exitCode, other.exitCode, `${stdout}${stderr}`);
      const told = Object.entries(contoso.leaves).filter(([, marks]) => tellsOf(`${stdout}${stderr}`, marks));
      assert.deepEqual(told.map(([name]) => name).sort(), [...other.leaves].sort());
    });
}

for (const [tool, option] of optionsOfOthers()) {
  test(`${option} of ${tool}: certmuster takes it, or says what to write instead`, async () => {
    const command = tool === 'check_ssl_cert' ? 'nagios' : 'scan';
    const line = await parseCommandLine([command, 'www.contoso.com', option], commands, 80);
    assert.ok(line.kind === 'wrong', 'an option without its value is wrong');
    assert.match(line.message, /^(?:-\S+ needs a value|Unknown option -\S+\. \S)/);
  });
}

for (const { says, line, exitCode, output } of claims) {
  test(`${says}: ${line}`, () => {
    const outcome = outcomeOf(line);
    assert.match(`${outcome.stdout}${outcome.stderr}`, output);
    assert.equal(outcome.exitCode, exitCode);
  });
}

/** Every option in the lines of the other tools, with the tool. */
function optionsOfOthers(): readonly (readonly [string, string])[] {
  const found = rows.flatMap(({ theirs }) => {
    const tool = /openssl|testssl\.sh|sslyze|check_ssl_cert|tlsx|nmap|curl|gnutls-cli/.exec(theirs)?.[0] ?? '';
    return theirs.split(/[ =]/).flatMap((word) => (word.startsWith('-') ? [`${tool} ${word}`] : []));
  });
  return [...new Set(found)].map((each) => each.split(' ') as unknown as readonly [string, string]);
}

function reportingLine(ours: string): string {
  return `${ours} --output json=${reportFile}`;
}

function outcomeOf(line: string): Outcome {
  return contoso.outcomes[distinctLines.indexOf(line)] ?? assert.fail(`${line} was not run`);
}

/** A network of its own has the addresses, ports and names that the page speaks of; nothing leaves it. */
function runInContoso(toRun: readonly string[]): Promise<ContosoRun> {
  const inside = ['-rnm', process.execPath, repositoryPath('dist/test/docs/run-in-contoso.js')];
  return new Promise((resolve, reject) => {
    const child = execFile('unshare', inside, { maxBuffer: 64 * 1_048_576 }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as ContosoRun);
      else reject(new Error(`${error.message}${stderr}`));
    });
    child.stdin?.end(JSON.stringify(toRun));
  });
}
