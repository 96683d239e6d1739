import type { Position, Problem } from '../../../model/problem.ts';
import { findPolicyWarnings } from '../../../policy/find-policy-warnings.ts';
import type { Arguments } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { documentsOf, isChain, readSourcedChain } from '../../input/policy-sources.ts';
import type { InputError } from '../../input/report-input-errors.ts';
import { isJson } from '../../output/print-list.ts';
import type { ProcessContext } from '../../process-context.ts';

/** One line of what is wrong or suspicious. */
interface Remark {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly position: Position | undefined;
  readonly path: string;
  readonly message: string;
}

/** `policy lint POLICY…`: 0 nothing to say, 1 warnings, 2 a policy that cannot be used. */
export async function lintPolicies(
  words: readonly string[],
  args: Arguments,
  context: ProcessContext,
): Promise<ExitCode> {
  const remarks = (await Promise.all(words.map(lintPolicy))).flat();
  const errors = remarks.filter(({ severity }) => severity === 'error').length;
  if (isJson(args)) {
    const { renderDocument } = await import('../../../report/data/render-json.ts');
    await context.stdout.write(renderDocument(remarks.map(describe)));
  } else {
    const { escapeForTerminal } = await import('../../../report/escape-for-terminal.ts');
    const lines = remarks.map((remark) => escapeForTerminal(lineOf(remark)));
    const summary = `${count(words.length, 'policy', 'policies')}, ${count(errors, 'error', 'errors')}, ${count(remarks.length - errors, 'warning', 'warnings')}`;
    await context.stdout.write(`${[...lines, summary].join('\n')}\n`);
  }
  if (errors > 0) return exitCodes.wrongUsage;
  return remarks.length > 0 ? exitCodes.findings : exitCodes.clean;
}

async function lintPolicy(word: string): Promise<readonly Remark[]> {
  const chain = await readSourcedChain(word);
  if (!isChain(chain)) return chain.flatMap(errorRemarks);
  const { document, file } = chain.at(-1) ?? chain[0];
  const warnings = findPolicyWarnings(documentsOf(chain));
  const located = file?.source.locate(warnings) ?? warnings;
  return inOrder(located.map((each) => remarkOf('warning', file?.path ?? document.id, each)));
}

function errorRemarks({ about, problems, locate }: InputError): readonly Remark[] {
  return inOrder((locate?.(problems) ?? problems).map((each) => remarkOf('error', about, each)));
}

function remarkOf(severity: Remark['severity'], file: string, { position, path, message }: Problem): Remark {
  return { severity, file, position, path, message };
}

function inOrder(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.toSorted(
    ({ position: a }, { position: b }) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
  );
}

/** `redis.yaml:12:3: warning: roles.redis.lifetime: …`, as compilers write it. */
function lineOf({ severity, file, position, path, message }: Remark): string {
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  return [place, severity, ...(path === '' ? [] : [path]), message].join(': ');
}

function describe({ position, ...rest }: Remark) {
  return { ...rest, line: position?.line ?? null, column: position?.column ?? null };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
