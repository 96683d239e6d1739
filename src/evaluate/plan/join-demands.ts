import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Need } from './describe-need.ts';

type Demands = Need['demands'];
type Presence = PlannedCertificate['publiclyTrusted'];

/** Demands that one certificate can meet together where another role leaves them free: they do not keep roles from sharing one. */
export const joinable = [
  'extendedKeyUsage',
  'publiclyTrusted',
  'pointers',
  'lifetime',
  'templates',
] as const satisfies readonly (keyof Demands)[];

/** Needs apart where a role does not allow what another one requires. */
export function splitByPurposes(group: readonly [Need, ...Need[]]): readonly (readonly [Need, ...Need[]])[] {
  const all = purposesOf(group.map(({ demands }) => demands));
  const isMet = group.every(({ role, demands }) =>
    all.every(
      (purpose) => demands.extendedKeyUsage.includes(purpose) || role.extendedKeyUsage.allowed.includes(purpose),
    ),
  );
  return isMet ? [group] : [...groupBy(group, ({ demands }) => JSON.stringify(demands.extendedKeyUsage)).values()];
}

function purposesOf(all: readonly Demands[]): string[] {
  return [...new Set(all.flatMap(({ extendedKeyUsage }) => extendedKeyUsage))];
}

/** What a certificate for all of them has to meet. Roles that contradict each other in this get what is required. */
export function joinDemands(all: readonly [Demands, ...Demands[]]): Pick<Demands, (typeof joinable)[number]> {
  const presence = (of: (demands: Demands) => Presence): Presence =>
    (['required', 'forbidden'] as const).find((wanted) => all.some((demands) => of(demands) === wanted)) ?? 'free';
  const days = (key: 'minimumDays' | 'maximumDays'): readonly number[] =>
    all.flatMap(({ lifetime }) => lifetime[key] ?? []);
  const minimum = days('minimumDays');
  const maximum = days('maximumDays');
  const lists = all.map(({ templates }) => templates).filter((templates) => templates.length > 0);
  const [first = []] = lists;
  const common = first.filter((template) => lists.every((templates) => templates.includes(template)));
  return {
    extendedKeyUsage: purposesOf(all),
    publiclyTrusted: presence(({ publiclyTrusted }) => publiclyTrusted),
    pointers: {
      crl: presence(({ pointers }) => pointers.crl),
      ocsp: presence(({ pointers }) => pointers.ocsp),
      issuer: presence(({ pointers }) => pointers.issuer),
    },
    lifetime: {
      minimumDays: minimum.length === 0 ? null : Math.max(...minimum),
      maximumDays: maximum.length === 0 ? null : Math.min(...maximum),
    },
    templates: common.length > 0 ? common : first,
  };
}
