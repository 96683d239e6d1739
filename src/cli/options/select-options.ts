import type { Arguments, Option } from '../command.ts';

/** Options that leave out endpoints. */
export const selectOptions = {
  deployment: {
    kind: 'list',
    describe: 'only the deployments with these names (repeatable, or separated by commas)',
  },
  'only-role': {
    kind: 'list',
    describe: 'only endpoints in these roles (repeatable, or separated by commas)',
  },
  'only-site': {
    kind: 'list',
    describe: 'only endpoints to be seen from these sites (repeatable, or separated by commas); none: those without',
  },
} as const satisfies Record<string, Option>;

/** Which endpoints are meant, as it was written. An empty list leaves out none. */
export interface Selection {
  /** Each a name, or names separated by commas. */
  readonly deployments: readonly string[];
  readonly roles: readonly string[];
  readonly sites: readonly string[];
}

/** Reads them. Whether there is such a deployment or role is known once the targets are read. */
export function readSelection(args: Arguments): Selection {
  return { deployments: args.list('deployment'), roles: args.list('only-role'), sites: args.list('only-site') };
}

/** Whether it may leave out anything. */
export function isSelective({ deployments, roles, sites }: Selection): boolean {
  return deployments.length + roles.length + sites.length > 0;
}
