import { suggestWord } from '../../model/nearest-words.ts';
import { quote } from '../../model/problem.ts';
import type { Arguments, Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { listFormat } from '../output/print-list.ts';
import { type PolicyAction, policyActions } from '../policy-actions.ts';
import type { ProcessContext } from '../process-context.ts';

export const policyCommand: Command = {
  name: 'policy',
  positionals: [
    { usage: '<action>', describe: 'list, explain ROLE, lint POLICY.., diff POLICY POLICY, or test POLICY [FIXTURES]' },
    { usage: '[words..]', describe: 'what the action is about; a POLICY is the id of a built-in one, or a file' },
  ],
  describe: 'Lists, explains, checks, compares and tests policies, your own included',
  options: {
    policy: { kind: 'text', describe: 'explain: the policy of the role, by id or FILE (the one built in)' },
    targets: { kind: 'text', describe: 'explain: targets file, with what it overrides' },
    deployment: { kind: 'text', describe: 'explain: with --targets, the deployment (the only one)' },
    ...listFormat,
  },
  examples: [
    ['policy list', 'the policies, their roles, and what they extend'],
    ['policy explain iis', 'what a role demands, with file and line of each value'],
    ['policy lint redis.yaml', 'what is wrong or suspicious in a policy'],
    ['policy diff tls-server redis.yaml', 'what one policy demands differently from another'],
    ['policy test redis.yaml', 'judges the certificates that redis.fixtures.yaml describes'],
  ],
  run: policy,
};

type Action = (words: readonly string[], args: Arguments, context: ProcessContext) => Promise<ExitCode>;

/** Imported late, each with what only it needs; the numbers are how many words it takes. */
const actions: Readonly<
  Record<
    PolicyAction,
    { readonly load: () => Promise<Action>; readonly words: readonly [number, number]; readonly of: string }
  >
> = {
  list: {
    load: async () => (await import('./policy/list-policies.ts')).listPolicies,
    words: [0, Number.POSITIVE_INFINITY],
    of: 'nothing, or policy files to list besides',
  },
  explain: {
    load: async () => (await import('./policy/explain-role.ts')).explainRole,
    words: [1, 1],
    of: 'the role to explain; `certmuster roles` lists them',
  },
  lint: {
    load: async () => (await import('./policy/lint-policies.ts')).lintPolicies,
    words: [1, Number.POSITIVE_INFINITY],
    of: 'the policies to check: ids or files',
  },
  diff: {
    load: async () => (await import('./policy/diff-policies.ts')).diffPolicies,
    words: [2, 2],
    of: 'two policies: ids or files',
  },
  test: {
    load: async () => (await import('./policy/test-policy.ts')).testPolicy,
    words: [1, 2],
    of: 'the policy to test, by id or file, and optionally its fixtures',
  },
};

async function policy(args: Arguments, context: ProcessContext): Promise<ExitCode> {
  const [name = '', ...words] = args.positionals;
  const known = policyActions.find((each) => each === name);
  const action = known && actions[known];
  if (action === undefined) {
    return refuse(`unknown action ${quote(name)}; ${suggestWord(name, policyActions)}.`, context);
  }
  const [least, most] = action.words;
  if (words.length < least) return refuse(`policy ${name} needs ${action.of}.`, context);
  if (words.length > most) return refuse(`Unexpected argument ${words[most]}.`, context);
  if (name !== 'explain') {
    const option = (['policy', 'targets', 'deployment'] as const).find((each) => args.text(each) !== undefined);
    const next = `policy ${name} takes ${action.of}`;
    if (option !== undefined) return refuse(`--${option} goes with policy explain only; ${next}.`, context);
  }
  return await (await action.load())(words, args, context);
}

function refuse(message: string, context: ProcessContext): ExitCode {
  context.say(`certmuster: ${message}\n\`certmuster policy --help\` lists the actions.`);
  return exitCodes.wrongUsage;
}
