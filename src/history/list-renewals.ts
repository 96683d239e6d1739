import { compareLeaves } from './compare-leaves.ts';
import { currentEndpoints } from './current-endpoints.ts';
import type { HistoryDatabase } from './database.ts';
import { listCertificates, type KnownCertificate } from './list-certificates.ts';

/** A certificate that was renewed on some endpoints while others still present it. */
export interface UnfinishedRenewal {
  readonly before: KnownCertificate;
  readonly after: KnownCertificate;
}

/** Renewals that have not reached every endpoint, the one whose old certificate ends first comes first. Other replacements are none. */
export function listUnfinishedRenewals(
  database: HistoryDatabase,
  { series }: { readonly series?: string | undefined } = {},
): readonly UnfinishedRenewal[] {
  const served = listCertificates(database, { series, served: true, limit: -1 });
  const bySha256 = new Map(served.map((each) => [each.sha256, each]));
  const replaced = database
    .prepare(
      `with ${currentEndpoints}
       select distinct old.sha256 as before, new.sha256 as after
       from current join observation as next on next.id = (
         select max(id) from observation where observation.endpoint = current.endpoint)
       join observation as previous on previous.endpoint = next.endpoint and previous.id < next.id
       join chain_certificate as new_leaf on new_leaf.chain = next.chain and new_leaf.position = 0
       join chain_certificate as old_leaf on old_leaf.chain = previous.chain and old_leaf.position = 0
       join certificate as new on new.id = new_leaf.certificate join certificate as old on old.id = old_leaf.certificate
       where new.id <> old.id`,
    )
    .all(series ?? null, series ?? null);
  return replaced
    .flatMap((row) => {
      const [before, after] = [bySha256.get(String(row['before'])), bySha256.get(String(row['after']))];
      if (before === undefined || after === undefined) return [];
      return compareLeaves(before, after).some(({ isMaterial }) => isMaterial) ? [] : [{ before, after }];
    })
    .toSorted((a, b) => (a.before.notAfter ?? '').localeCompare(b.before.notAfter ?? ''));
}
