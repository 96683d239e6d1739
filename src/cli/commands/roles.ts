import type { Arguments, Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { policyOption, readShownPolicies } from '../input/shown-policies.ts';
import { reportInputErrors } from '../input/report-input-errors.ts';
import { isJson, listFormat, printList } from '../output/print-list.ts';
import type { ProcessContext } from '../process-context.ts';

export const rolesCommand: Command = {
  name: 'roles',
  positionals: [],
  describe: 'Shows the roles: where a scan connects, and what the certificate needs',
  options: { policy: policyOption, ...listFormat },
  examples: [
    ['roles', 'names, usages and trust that each role requires'],
    ['roles --policy redis.yaml', 'the roles of a policy of your own'],
  ],
  run: roles,
};

async function roles(args: Arguments, context: ProcessContext) {
  const [{ describeRoles }, { renderEntries }] = await Promise.all([
    import('../../policy/describe-roles.ts'),
    import('../../report/terminal/render-entries.ts'),
  ]);
  const shown = await readShownPolicies(args);
  if (!shown.ok) return reportInputErrors(context, shown.error, 'Nothing was listed.');
  const described = describeRoles(shown.value);
  if (isJson(args)) await printList(args, context, described, ['role']);
  else {
    const entries = described.map(({ policy, role, title, dialed, ...rest }) => ({
      title: `${role}: ${title} (${policy})`,
      fields: { connectsTo: dialed, ...rest },
    }));
    await context.stdout.write(renderEntries(entries, context.stdout));
  }
  return exitCodes.clean;
}
