import type { Staple } from '../checks/evidence.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeDer } from '../x509/der/der-reader.ts';
import { derTags } from '../x509/der/der-tags.ts';
import { decodeSctList } from '../x509/extensions/decode-sct-list.ts';

type Timestamps = NonNullable<EndpointReport['signedCertificateTimestamps']>;

/** RFC 6962 §3.3: the list in an extension of a single OCSP answer. */
const ocspExtension = '1.3.6.1.4.1.11129.2.4.5';

/** How many timestamps came with the leaf, by the way they came. Null: not looked for, or the list cannot be read. */
export function countTimestamps(
  { handshake, source }: EndpointObservation,
  leaf: Certificate,
  staples: readonly Staple[],
): Timestamps {
  const embedded = leaf.extensions.signedCertificateTimestamps;
  const sent: Uint8Array[] = [];
  for (const { certificateIndex, list } of handshake?.signedCertificateTimestamps ?? []) {
    if (certificateIndex === null || certificateIndex === 0) sent.push(list);
  }
  const isSeen = source === 'network' && handshake !== null;
  return {
    certificate: embedded === undefined ? 0 : embedded.ok ? countLists([embedded.value]) : null,
    handshake: isSeen ? countLists(sent) : null,
    ocsp: isSeen ? countLists(listsInStaples(leaf, staples)) : null,
  };
}

function listsInStaples(leaf: Certificate, staples: readonly Staple[]): readonly Uint8Array[] {
  if (staples.length === 0) return [];
  return staples
    .filter(({ certificate }) => certificate === leaf.sha256)
    .flatMap(({ response }) => (response.ok ? (response.value.basic?.responses ?? []) : []))
    .flatMap(({ rawExtensions }) => rawExtensions.filter(({ oid }) => oid === ocspExtension))
    .map(({ value }) => {
      const read = decodeDer(value, 'timestamps', (reader) => reader.content(derTags.octetString, 'timestamps'));
      return read.result.ok ? read.result.value : value;
    });
}

function countLists(lists: readonly Uint8Array[]): number | null {
  let sum = 0;
  for (const list of lists) {
    const decoded = decodeSctList(list);
    if (!decoded.ok) return null;
    sum += decoded.value.length;
  }
  return sum;
}
