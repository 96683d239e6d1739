/** The actions of `certmuster policy`. */
export const policyActions = ['list', 'explain', 'lint', 'diff', 'test'] as const;

export type PolicyAction = (typeof policyActions)[number];
