import { groupBy } from '../../model/group-by.ts';
import { nearestWord } from '../../model/nearest-words.ts';
import { quote } from '../../model/problem.ts';
import type { CheckDescription } from '../../model/scan-report.ts';
import { cite } from '../../report/cite.ts';
import type { Arguments, Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { reportInputErrors } from '../input/report-input-errors.ts';
import { policyOption, readShownPolicies } from '../input/shown-policies.ts';
import { isJson, listFormat, printList } from '../output/print-list.ts';
import type { ProcessContext } from '../process-context.ts';

export const checksCommand: Command = {
  name: 'checks',
  positionals: [{ usage: '[id]', describe: 'id of a check (key-usage), or of a fault (key-usage/missing-bits)' }],
  describe: 'Shows the checks: what can be wrong, severity, reason, remedy and source',
  options: { policy: policyOption, ...listFormat },
  examples: [
    ['checks', 'all checks, one line each'],
    ['checks key-usage', 'one check in full'],
    ['checks key-type --policy redis.yaml', 'how severe it is in a policy of your own'],
  ],
  run: checks,
};

async function checks(args: Arguments, context: ProcessContext) {
  const [{ describeChecks }, { describeSeverity }] = await Promise.all([
    import('../../evaluate/describe-checks.ts'),
    import('../../policy/describe-severity.ts'),
  ]);
  const shown = await readShownPolicies(args);
  if (!shown.ok) return reportInputErrors(context, shown.error, 'Nothing was listed.');
  const all = Object.entries(describeChecks()).map(([id, check]) => ({
    id,
    ...check,
    severity: describeSeverity(id, shown.value),
  }));
  const asked = args.positionals[0];
  const chosen =
    asked === undefined ? all : all.filter((check) => check.id === asked || faultIds(check).includes(asked));
  if (chosen.length === 0) {
    context.say(describeUnknown(asked ?? '', all));
    return exitCodes.wrongUsage;
  }
  if (asked === undefined || isJson(args)) await printList(args, context, chosen, ['id', 'title']);
  else await explain(chosen, context);
  return exitCodes.clean;
}

/** `key-usage/missing-bits`, as reports name them. */
function faultIds({ id, faults }: ShownCheck): readonly string[] {
  return Object.keys(faults).map((fault) => `${id}/${fault}`);
}

function describeUnknown(asked: string, all: readonly ShownCheck[]): string {
  const isFault = asked.includes('/');
  const nearest = nearestWord(
    asked,
    all.flatMap((check) => (isFault ? faultIds(check) : check.id)),
  );
  const next = nearest === undefined ? '`certmuster checks` lists the checks.' : `Did you mean ${nearest}?`;
  return `certmuster: Unknown ${isFault ? 'fault' : 'check'} ${quote(asked)}. ${next}`;
}

/** A check as this command shows it. */
type ShownCheck = CheckDescription & { readonly id: string; readonly severity: Readonly<Record<string, string>> };

async function explain(chosen: readonly ShownCheck[], context: ProcessContext): Promise<void> {
  const { renderEntries } = await import('../../report/terminal/render-entries.ts');
  const entries = chosen.flatMap(({ id, title, why, citation, severity, faults, fieldNote }) => [
    {
      title: `${id}: ${title}`,
      fields: { severity: describePolicies(severity), why, source: cite(citation), note: fieldNote ?? null },
    },
    ...Object.entries(faults).map(([fault, { title: wrong, why: reason, remedy, citation: source }]) => ({
      title: `${id}/${fault}: ${wrong}`,
      fields: { why: reason, remedy, source: cite(source) === cite(citation) ? null : cite(source) },
    })),
  ]);
  await context.stdout.write(renderEntries(entries, context.stdout));
}

/** `error [cwa-2007-r2, tls-server]`: policies that agree stand together. */
function describePolicies(severity: ShownCheck['severity']): readonly string[] {
  const bySeverity = groupBy(Object.entries(severity), ([, text]) => text);
  return [...bySeverity].map(([text, policies]) => `${text} [${policies.map(([policy]) => policy).join(', ')}]`);
}
