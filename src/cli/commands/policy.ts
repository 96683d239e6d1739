import type { Command } from '../command.ts';
import { type ActionEntry, dispatchAction } from '../dispatch-action.ts';
import { listFormat } from '../output/print-list.ts';
import type { PolicyAction } from '../policy-actions.ts';

export const policyCommand: Command = {
  name: 'policy',
  positionals: [
    { usage: '<action>', describe: 'list, explain ROLE, lint POLICY.., diff POLICY POLICY, or test POLICY [FIXTURES]' },
    { usage: '[words..]', describe: 'arguments of the action; a POLICY is the id of a built-in one, or a file' },
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
  run: (args, context) => dispatchAction({ name: 'policy', actions, optional }, args, context),
};

/** Options of `policy explain` alone. */
const optional = ['policy', 'targets', 'deployment'];

/** Imported late, each with what only it needs. */
const actions: Readonly<Record<PolicyAction, ActionEntry>> = {
  list: {
    load: async () => (await import('./policy/list-policies.ts')).listPolicies,
    words: [0, Number.POSITIVE_INFINITY],
    of: 'nothing, or policy files to list besides',
  },
  explain: {
    load: async () => (await import('./policy/explain-role.ts')).explainRole,
    words: [1, 1],
    of: 'the role to explain; `certmuster roles` lists them',
    options: optional,
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
