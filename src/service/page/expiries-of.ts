import type { KnownEndpoint } from '../../history/known-endpoints.ts';
import type { KnownCertificate } from '../../history/list-certificates.ts';
import { describeExpiry, type Expiry } from '../../report/html/list-expiries.ts';

/** When leaf certificates that are served expire, in their order. Those whose end cannot be read are left out. */
export function expiriesOf(
  certificates: readonly KnownCertificate[],
  endpoints: readonly KnownEndpoint[],
  now: Date,
): readonly Expiry[] {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return certificates.flatMap(({ sha256, subject, notAfter, endpoints: ids }) => {
    const endpoint = ids.flatMap((id) => byId.get(id) ?? [])[0];
    if (notAfter === null || endpoint === undefined) return [];
    return [
      describeExpiry(
        { sha256, subject: subject ?? '', notAfter },
        { asOf: now.toISOString(), count: ids.length, endpoint },
      ),
    ];
  });
}
