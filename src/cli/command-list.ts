import type { Command, Option } from './command.ts';
import { checksCommand } from './commands/checks.ts';
import { demoCommand } from './commands/demo.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { diffCommand } from './commands/diff.ts';
import { expandCommand } from './commands/expand.ts';
import { historyCommand } from './commands/history.ts';
import { nagiosCommand } from './commands/nagios.ts';
import { planCommand } from './commands/plan.ts';
import { policyCommand } from './commands/policy.ts';
import { renderCommand } from './commands/render.ts';
import { rolesCommand } from './commands/roles.ts';
import { scanCommand } from './commands/scan.ts';
import { schemaCommand } from './commands/schema.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';
import { workerCommand } from './commands/worker.ts';

const all: readonly Command[] = [
  scanCommand,
  planCommand,
  verifyCommand,
  evaluateCommand,
  diffCommand,
  historyCommand,
  renderCommand,
  expandCommand,
  policyCommand,
  rolesCommand,
  checksCommand,
  schemaCommand,
  nagiosCommand,
  serveCommand,
  workerCommand,
  demoCommand,
];

const config: Option = {
  kind: 'text',
  describe:
    'FILE in YAML or JSON with options, for instance `timeout: 5s`; variables such as CERTMUSTER_TIMEOUT override it',
};

/** Every command, in the order of the help. Each may have its options from a file. */
export const commands: readonly Command[] = all.map((command) =>
  Object.keys(command.options).length === 0 || command.hasOwnConfig
    ? command
    : { ...command, options: { ...command.options, config } },
);
