import { comparePolicies, type PolicyDifference } from '../../../policy/compare-policies.ts';
import type { Arguments } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { documentsOf, isChain, readSourcedChain } from '../../input/policy-sources.ts';
import { reportInputErrors } from '../../input/report-input-errors.ts';
import { isJson } from '../../output/print-list.ts';
import type { ProcessContext } from '../../process-context.ts';

/** `policy diff A B`: what B demands differently from A; 1 if anything. */
export async function diffPolicies(
  words: readonly string[],
  args: Arguments,
  context: ProcessContext,
): Promise<ExitCode> {
  const read = await Promise.all(words.map(readSourcedChain));
  const errors = read.flatMap((chain) => (isChain(chain) ? [] : chain));
  const [before, after] = read.filter(isChain);
  if (errors.length > 0 || before === undefined || after === undefined) {
    return reportInputErrors(context, errors, 'Nothing was compared.');
  }
  const differences = comparePolicies(documentsOf(before), documentsOf(after));
  if (isJson(args)) {
    const { renderDocument } = await import('../../../report/data/render-json.ts');
    await context.stdout.write(renderDocument(differences));
  } else {
    const { renderRecords } = await import('../../../report/terminal/render-records.ts');
    const rows = differences.map(rowOf);
    const summary = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
    const table =
      rows.length === 0 ? '' : `${renderRecords(rows, ['role', 'value', 'before', 'after'], context.stdout)}\n`;
    await context.stdout.write(`${table}${summary}\n`);
  }
  return differences.length > 0 ? exitCodes.findings : exitCodes.clean;
}

function rowOf({ role, value, change, before, after }: PolicyDifference) {
  return { role, value: value ?? `the role (${change})`, before, after };
}
