import type { Command } from './command.ts';
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
import { verifyCommand } from './commands/verify.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
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
  demoCommand,
];
