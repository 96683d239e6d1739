import type { Arguments, Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { isJson, listFormat, printList } from '../output/print-list.ts';
import type { ProcessContext } from '../process-context.ts';

export const rolesCommand: Command = {
  name: 'roles',
  positionals: [],
  describe: 'Shows the roles: where a scan connects, and what the certificate needs',
  options: listFormat,
  examples: [['roles', 'names, usages and trust that each role requires']],
  run: roles,
};

async function roles(args: Arguments, context: ProcessContext) {
  const [{ describeRoles }, { renderEntries }] = await Promise.all([
    import('../../policy/describe-roles.ts'),
    import('../../report/terminal/render-entries.ts'),
  ]);
  const described = describeRoles();
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
