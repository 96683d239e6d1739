import type { SitesRequest } from '../../audit/contract.ts';
import type { SiteLooker } from '../../sites/amqp/site-looker.ts';
import type { Clock } from '../schedule/scheduler.ts';

/** Through which brokers a schedule has endpoints seen from their sites. */
export interface ScheduledSites {
  readonly schedule: string;
  readonly brokers: SitesRequest['brokers'];
  /** Sites that the targets name, as far as they were looked through; those of the last run are known beside them. */
  readonly sites: readonly string[];
  /** The site of this machine, whose endpoints are dialed here. */
  readonly own: string | undefined;
}

/** How a site stands that is seen through a broker. */
export interface SiteStatus {
  readonly site: string;
  /** URL of its broker, without a password. */
  readonly broker: string;
  readonly schedules: readonly string[];
  /** Undefined: not looked at yet. */
  readonly lookedAt: Date | undefined;
  /** Why the broker is out of reach, a clause; undefined: it is not, or was not looked at. */
  readonly trouble: string | undefined;
  /** Workers that are connected, and batches that none of them has taken; undefined: not known. */
  readonly workers: number | undefined;
  readonly waiting: number | undefined;
  /** When a worker was seen to be connected last, since the service started; undefined: none was. */
  readonly lastSign: Date | undefined;
}

/** Looks now and then whether the workers of sites live, also while nothing is audited. */
export interface SiteLookout {
  /** Replaces what is looked at; the first call begins it. */
  readonly set: (scheduled: readonly ScheduledSites[]) => void;
  /** Looks at once: a run has ended. */
  readonly wake: () => void;
  /** In the order of their names. */
  readonly status: () => readonly SiteStatus[];
  readonly stop: () => Promise<void>;
}

type Access = SitesRequest['brokers'][number]['access'];

export interface SiteLookoutOptions {
  readonly clock: Pick<Clock, 'now' | 'wakeAt'>;
  /** Sites of the endpoints that a schedule audits, as the history knows them. */
  readonly knownSites: (schedule: string) => readonly string[];
  /** Called when the first site is looked at. `onChange`: the connection was made, lost, or could not be made. */
  readonly loadLooker: () => Promise<Connect>;
  readonly log: (text: string) => void;
  readonly lookEveryMs?: number;
}

type Connect = (access: Access, onChange: () => void) => SiteLooker;

interface Watched {
  readonly site: string;
  readonly access: Access;
  readonly schedules: string[];
}

type Seen = Pick<SiteStatus, 'lookedAt' | 'trouble' | 'workers' | 'waiting' | 'lastSign'>;

const unseen: Seen = {
  ...{ lookedAt: undefined, trouble: undefined, workers: undefined, waiting: undefined, lastSign: undefined },
};

const defaultLookEveryMs = 30_000;

export function createSiteLookout(options: SiteLookoutOptions): SiteLookout {
  const { clock, knownSites, loadLooker, log, lookEveryMs = defaultLookEveryMs } = options;
  const lookers = new Map<string, SiteLooker>();
  const seen = new Map<string, Seen>();
  let scheduled: readonly ScheduledSites[] = [];
  let watched: readonly Watched[] = [];
  let connect: Connect | undefined;
  let cancel: (() => void) | undefined;
  let underWay: Promise<void> | undefined;
  let isWanted = false;
  let isStopped = false;

  const look = async ({ site, access }: Watched): Promise<void> => {
    const key = accessKey(access);
    const known = lookers.get(key);
    const looker = known ?? (isStopped ? undefined : connect?.(access, tick));
    if (looker === undefined) return;
    lookers.set(key, looker);
    // Its connection is being made.
    if (known === undefined) return;
    const state = await looker.look(site);
    const trouble = state === undefined ? (looker.trouble() ?? 'it does not answer') : undefined;
    const before = seen.get(siteKey(site, access)) ?? unseen;
    const now = clock.now();
    const lastSign = state !== undefined && state.workers > 0 ? now : before.lastSign;
    const after: Seen = { lookedAt: now, trouble, workers: state?.workers, waiting: state?.waiting, lastSign };
    if (standing(before) !== standing(after)) log(`site ${site}: ${standing(after)}`);
    seen.set(siteKey(site, access), after);
  };
  const lookAtAll = async (): Promise<void> => {
    // A run may have seen endpoints of further sites.
    watched = watchedSites(scheduled, knownSites);
    const wanted = new Set(watched.map(({ access }) => accessKey(access)));
    const unwanted = [...lookers].filter(([key]) => !wanted.has(key));
    for (const [key] of unwanted) lookers.delete(key);
    await Promise.all(unwanted.map(([, looker]) => looker.close()));
    if (watched.length > 0) connect ??= await loadLooker();
    // A broker that does not answer keeps no other from being looked at.
    await Promise.all(watched.map(look));
  };
  const tick = (): void => {
    if (underWay !== undefined) isWanted = true;
    if (isStopped || underWay !== undefined) return;
    cancel?.();
    isWanted = false;
    underWay = lookAtAll()
      .catch((thrown: unknown) => log(`sites: ${thrown instanceof Error ? thrown.message : String(thrown)}`))
      .finally(() => {
        underWay = undefined;
        if (isStopped) return;
        if (isWanted) tick();
        else cancel = clock.wakeAt(new Date(clock.now().getTime() + lookEveryMs), tick);
      });
  };
  return {
    set: (next) => {
      scheduled = next;
      watched = watchedSites(scheduled, knownSites);
      tick();
    },
    wake: tick,
    status: () =>
      watched.map(({ site, access, schedules }) => ({
        ...{ site, broker: access.url.text, schedules },
        ...(seen.get(siteKey(site, access)) ?? unseen),
      })),
    stop: async () => {
      isStopped = true;
      cancel?.();
      await Promise.all([...lookers.values()].map((looker) => looker.close()));
      await underWay;
    },
  };
}

function watchedSites(
  scheduled: readonly ScheduledSites[],
  knownSites: SiteLookoutOptions['knownSites'],
): readonly Watched[] {
  const all = new Map<string, Watched>();
  for (const { schedule, brokers, sites, own } of scheduled) {
    const named = brokers.flatMap(({ site }) => site ?? []);
    for (const site of new Set([...named, ...sites, ...knownSites(schedule)])) {
      const broker = brokers.find((each) => each.site === site) ?? brokers.find((each) => each.site === undefined);
      if (broker === undefined || site === own) continue;
      const key = siteKey(site, broker.access);
      const known = all.get(key);
      if (known === undefined) all.set(key, { site, access: broker.access, schedules: [schedule] });
      else known.schedules.push(schedule);
    }
  }
  return [...all.values()].sort((a, b) => (a.site < b.site ? -1 : 1));
}

/** Another password or certificate is another connection. */
function accessKey(access: Access): string {
  return JSON.stringify(access);
}

function siteKey(site: string, access: Access): string {
  return `${site} ${access.url.text}`;
}

/** For the log, which is told when it changes. */
function standing({ lookedAt, trouble, workers }: Seen): string {
  if (lookedAt === undefined) return 'not looked at yet';
  if (trouble !== undefined) return `its broker is out of reach: ${trouble}`;
  return workers === 0 ? 'no worker is connected' : 'workers are connected';
}
