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
  const replaced = database
    .prepare(
      `with ${currentEndpoints},
       served as materialized (
         select observation.endpoint, observation.id as observation, link.certificate as leaf from current
         join observation on observation.id = (
           select max(id) from observation where observation.endpoint = current.endpoint)
         join chain_certificate as link on link.chain = observation.chain and link.position = 0)
       select distinct old.sha256 as before, new.sha256 as after
       from served join observation as previous on previous.endpoint = served.endpoint and previous.id < served.observation
       join chain_certificate as link on link.chain = previous.chain and link.position = 0
       join certificate as new on new.id = served.leaf join certificate as old on old.id = link.certificate
       where new.id <> old.id and old.id in (select leaf from served)`,
    )
    .all(series ?? null, series ?? null);
  // Seldom are there any, and certificates are many.
  if (replaced.length === 0) return [];
  const certificates = listCertificates(database, { series, served: true, limit: -1 });
  const bySha256 = new Map(certificates.map((each) => [each.sha256, each]));
  return replaced
    .flatMap((row) => {
      const [before, after] = [bySha256.get(String(row['before'])), bySha256.get(String(row['after']))];
      if (before === undefined || after === undefined) return [];
      return compareLeaves(before, after).some(({ isMaterial }) => isMaterial) ? [] : [{ before, after }];
    })
    .toSorted((a, b) => (a.before.notAfter ?? '').localeCompare(b.before.notAfter ?? ''));
}
