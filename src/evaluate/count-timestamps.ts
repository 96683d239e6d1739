import type { Staple } from '../checks/evidence.ts';
import { readTimestampLists, type TimestampList, type TimestampSource } from '../checks/handshake/timestamp-lists.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Certificate } from '../x509/certificate.ts';

type Timestamps = NonNullable<EndpointReport['signedCertificateTimestamps']>;

/** How many timestamps came with the leaf, by the way they came. Null: not looked for, or a list cannot be read. */
export function countTimestamps(
  observation: EndpointObservation,
  leaf: Certificate,
  staples: readonly Staple[],
): Timestamps {
  const lists = readTimestampLists({ observation, leaf, staples });
  const isSeen = observation.source === 'network' && observation.handshake !== null;
  return {
    certificate: countOf(lists, 'certificate'),
    handshake: isSeen ? countOf(lists, 'handshake') : null,
    ocsp: isSeen ? countOf(lists, 'ocsp') : null,
  };
}

function countOf(lists: readonly TimestampList[], wanted: TimestampSource): number | null {
  let sum = 0;
  for (const { source, timestamps } of lists) {
    if (source !== wanted) continue;
    if (!timestamps.ok) return null;
    sum += timestamps.value.length;
  }
  return sum;
}
