import type { Arguments } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { parseFixtures, readFixtures, type ReadFixtures } from '../../fixtures/read-fixtures.ts';
import { type FixtureResult, type FixtureRun, type RowResult, runFixtures } from '../../fixtures/run-fixtures.ts';
import { stageFixtures } from '../../fixtures/stage-fixtures.ts';
import { documentsOf, isChain, placeOf, readSourcedChain, type SourcedDocument } from '../../input/policy-sources.ts';
import { type InputError, reportInputErrors } from '../../input/report-input-errors.ts';
import { readShippedFile } from '../../input/shipped-file.ts';
import { isJson } from '../../output/print-list.ts';
import { problem } from '../../problem.ts';
import type { ProcessContext } from '../../process-context.ts';
import { waivableChecks } from '../../../evaluate/waivable-checks.ts';
import { addedRoles } from '../../../policy/layers.ts';
import { compilePolicy } from '../../../policy/compile-policy.ts';
import { standardPolicies } from '../../../policy/policies.ts';

/** `policy test POLICY [FIXTURES]`: whether the fixtures of a policy are judged as they expect, and every row is noticed by one. */
export async function testPolicy(
  [word = '', given]: readonly string[],
  args: Arguments,
  context: ProcessContext,
): Promise<ExitCode> {
  const refuse = (errors: readonly InputError[]) => reportInputErrors(context, errors, 'Nothing was tested.');
  const chain = await readSourcedChain(word);
  if (!isChain(chain)) return refuse(chain);
  const last = chain.at(-1) ?? chain[0];
  const read = given === undefined ? await readFixturesOf(last) : await readFixtures(given);
  if (!read.ok) return refuse(read.error);
  const documents = documentsOf(chain);
  const policy = compilePolicy(documents);
  const policies = new Map([...standardPolicies, [policy.id, policy] as const]);
  const { path, document, source } = read.value;
  const stage = stageFixtures(document, { policy, policies, checks: waivableChecks(), added: addedRoles(documents) });
  const problems = [
    ...(document.policy === policy.id
      ? []
      : [problem(`is ${document.policy}, and the policy is ${policy.id}`, 'policy')]),
    ...stage.problems,
  ];
  if (problems.length > 0) return refuse([{ about: path, problems, locate: source.locate }]);
  const run = await runFixtures(documents, stage.fixtures, policies);
  const shown = { policy: policy.id, document: last, fixtures: read.value, run };
  if (isJson(args)) {
    const { renderDocument } = await import('../../../report/data/render-json.ts');
    await context.stdout.write(renderDocument(describe(shown)));
  } else {
    await context.stdout.write(await render(shown, context));
  }
  return run.fixtures.some(isWrong) || run.rows.some(isUnnoticed) ? exitCodes.findings : exitCodes.clean;
}

interface Shown {
  readonly policy: string;
  readonly document: SourcedDocument;
  readonly fixtures: ReadFixtures;
  readonly run: FixtureRun;
}

/** `ID.fixtures.yaml` beside the policy. */
async function readFixturesOf({ document, isBuiltIn, file }: SourcedDocument): ReturnType<typeof readFixtures> {
  const name = `${document.id}.fixtures.yaml`;
  const shipped = isBuiltIn ? await readShippedFile(name) : undefined;
  if (shipped !== undefined) return await parseFixtures(shipped);
  return await readFixtures(file?.path.replace(/(?:\.(?:ya?ml|json))?$/i, '.fixtures.yaml') ?? name);
}

function isWrong({ missing, unexpected }: FixtureResult): boolean {
  return missing.length + unexpected.length > 0;
}

function isUnnoticed({ noticedBy, isRepeated }: RowResult): boolean {
  return noticedBy === undefined && !isRepeated;
}

function describe({ policy, document, fixtures, run }: Shown) {
  return {
    policy,
    fixtures: run.fixtures.map((result) => ({
      name: result.fixture.name,
      place: placeOfFixture(result, fixtures) ?? null,
      passed: !isWrong(result),
      expected: result.fixture.expect,
      found: result.found,
      missing: result.missing,
      unexpected: result.unexpected,
    })),
    rows: run.rows.map(({ row, noticedBy, isRepeated }) => ({
      role: row.role,
      row: row.text,
      path: row.path,
      place: placeOf(document, row.path),
      source: row.source ?? null,
      noticedBy: noticedBy ?? null,
      holdsAnyway: isRepeated,
    })),
    summary: summaryOf(run),
  };
}

function summaryOf({ fixtures, rows }: FixtureRun) {
  return {
    rows: rows.length,
    fixtures: fixtures.length,
    wrongFixtures: fixtures.filter(isWrong).length,
    rowsWithoutFixture: rows.filter(isUnnoticed).length,
  };
}

function placeOfFixture(
  { fixture: { path } }: FixtureResult,
  { path: file, source }: ReadFixtures,
): string | undefined {
  const position = path === undefined ? undefined : source.positionOf(path);
  return position && `${file}:${position.line}:${position.column}`;
}

async function render(shown: Shown, { stdout }: ProcessContext): Promise<string> {
  const { renderRecords } = await import('../../../report/terminal/render-records.ts');
  const { document, fixtures, run } = shown;
  const results = run.fixtures.map((result) => ({
    result: isWrong(result) ? 'WRONG' : 'ok',
    fixture: result.fixture.name,
    found: result.found.length === 0 ? 'nothing' : result.found.join(', '),
  }));
  const rows = run.rows.map(({ row, noticedBy, isRepeated }) => ({
    role: row.role,
    row: row.text,
    noticedBy: noticedBy ?? (isRepeated ? 'holds without it' : 'none'),
  }));
  const wrong = run.fixtures
    .filter(isWrong)
    .flatMap((result) => [
      `${placeOfFixture(result, fixtures) ?? fixtures.path}: ${result.fixture.name}`,
      ...result.missing.map((fault) => `  expected and not found: ${fault}`),
      ...result.unexpected.map(({ fault, message }) => `  found and not expected: ${fault}\n    ${message}`),
    ]);
  const unnoticed = run.rows
    .filter(isUnnoticed)
    .map(
      ({ row }) =>
        `${placeOf(document, row.path)}: ${row.role}, ${row.text}: no fixture changes without it; add one that fails by it`,
    );
  const { rows: count, fixtures: all, wrongFixtures, rowsWithoutFixture } = summaryOf(run);
  const { plural } = await import('../../../report/plural.ts');
  const summary = [
    `${plural(count, 'row')}, ${plural(all, 'fixture')}, ${plural(rowsWithoutFixture, 'row')} without a failing fixture`,
    ...(wrongFixtures === 0 ? [] : [`${plural(wrongFixtures, 'fixture')} judged otherwise than expected`]),
  ].join(', ');
  const { escapeForTerminal } = await import('../../../report/escape-for-terminal.ts');
  return [
    renderRecords(results, ['result', 'fixture', 'found'], stdout),
    ...(rows.length === 0 ? [] : [renderRecords(rows, ['role', 'row', 'noticedBy'], stdout)]),
    ...[wrong, unnoticed].flatMap((lines) =>
      lines.length === 0 ? [] : [`${lines.join('\n').split('\n').map(escapeForTerminal).join('\n')}\n`],
    ),
    `${summary}\n`,
  ].join('\n');
}
