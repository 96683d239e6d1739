import type { ChangedCause, Comparison, MovedEndpoint, Replacement } from '../../history/compare-snapshots.ts';
import type { SnapshotCause } from '../../history/snapshot.ts';
import type { Look } from '../../report/terminal/look.ts';
import { type Entry, renderEntries } from '../../report/terminal/render-entries.ts';

interface Named {
  readonly name: string;
  readonly startedAt: string;
}

/** What changed, for people: the worst first, each with what to do. */
export function renderComparison(
  { causes, endpoints, certificates }: Comparison,
  { before, after }: { readonly before: Named; readonly after: Named },
  look: Look,
): string {
  const entries: readonly Entry[] = [
    ...causes.new.map((cause) => causeEntry('new', cause)),
    ...causes.worse.map((cause) => causeEntry(`worse (was ${describe(cause.before)})`, cause)),
    ...causes.unknown.map((cause) => causeEntry('not seen: the endpoint did not answer', cause)),
    ...causes.better.map((cause) => causeEntry(`better (was ${describe(cause.before)})`, cause)),
    ...causes.fixed.map(({ title, places }) => ({ title: `fixed: ${title}`, fields: { where: places } })),
    ...certificates.map(replacementEntry),
    ...listEntry('no longer answering', endpoints.silent),
    ...listEntry('answering again', endpoints.answering),
    ...listEntry('seen from another site', endpoints.moved.map(describeMove)),
    ...listEntry('no longer audited', endpoints.vanished),
    ...listEntry('audited for the first time', endpoints.new),
  ];
  const heading = `${titleOf(before)} and ${titleOf(after)}`;
  return entries.length === 0
    ? `Nothing changed between ${heading}.\n`
    : `Between ${heading}:\n\n${renderEntries(entries, look)}`;
}

function titleOf({ name, startedAt }: Named): string {
  return `${name} (${startedAt.slice(0, 16).replace('T', ' ')})`;
}

function causeEntry(change: string, { severity, waived, title, places, remedy }: SnapshotCause): Entry {
  return { title: `${change}: ${title}`, fields: { severity: waived ? 'waived' : severity, where: places, remedy } };
}

function describe({ severity, waived }: ChangedCause['before']): string {
  return waived ? 'waived' : severity;
}

function replacementEntry(replacement: Replacement): Entry {
  const { before, after, kind, changes, endpoints, pending, isSeenElsewhere } = replacement;
  const subject = after.subject ?? before.subject ?? after.sha256.slice(0, 16);
  return {
    title: kind === 'renewal' ? `renewed: ${subject}` : `replaced by a different certificate: ${subject}`,
    fields: {
      change: changes.map(({ text }) => text),
      ...(isSeenElsewhere && { note: 'seen from another site than before, which may be all that changed' }),
      on: endpoints,
      notYetOn: pending,
    },
  };
}

function describeMove({ id, before, after }: MovedEndpoint): string {
  return `${id} (from ${after ?? 'where the scan ran'}, before from ${before ?? 'where the scan ran'})`;
}

function listEntry(title: string, ids: readonly string[]): readonly Entry[] {
  return ids.length === 0 ? [] : [{ title: `${title}: ${ids.length}`, fields: { endpoints: ids } }];
}
