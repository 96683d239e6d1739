import type { CheckDescription } from '../../model/scan-report.ts';
import type { Arguments, Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { listFormat, printList } from '../output/print-list.ts';
import type { ProcessContext } from '../process-context.ts';

export const checksCommand: Command = {
  name: 'checks',
  positionals: [{ usage: '[id]', describe: 'id of one check, for instance key-usage' }],
  describe: 'Shows the checks: what is demanded, why, what to do, and where it is written',
  options: listFormat,
  examples: [
    ['checks', 'all, a line each'],
    ['checks key-usage', 'one, in full'],
  ],
  run: checks,
};

async function checks(args: Arguments, context: ProcessContext) {
  const { describeChecks } = await import('../../evaluate/describe-checks.ts');
  const all = Object.entries(describeChecks()).map(([id, check]) => ({ id, ...check }));
  const asked = args.positionals[0];
  const chosen = asked === undefined ? all : all.filter(({ id }) => id === asked);
  if (chosen.length === 0) {
    context.say(`certmuster: there is no check ${JSON.stringify(asked)}; \`certmuster checks\` lists them.`);
    return exitCodes.wrongUsage;
  }
  if (asked === undefined || args.text('format') === 'json') await printList(args, context, chosen, ['id', 'title']);
  else await explain(chosen, context);
  return exitCodes.clean;
}

async function explain(
  chosen: readonly ({ readonly id: string } & CheckDescription)[],
  context: ProcessContext,
): Promise<void> {
  const { renderEntries } = await import('../../report/terminal/render-entries.ts');
  const entries = chosen.map(({ id, title, why, citation }) => {
    const source = [citation.document, citation.section, citation.url].filter((part) => part !== null);
    return { title: `${id}: ${title}`, fields: { why, source: source.join(', ') } };
  });
  await context.stdout.write(renderEntries(entries, context.stdout));
}
