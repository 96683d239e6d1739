import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Result } from '../../model/result.ts';
import type { Certificate, DecodeError } from '../../x509/certificate.ts';
import { decodeDer } from '../../x509/der/der-reader.ts';
import { derTags } from '../../x509/der/der-tags.ts';
import { decodeSctList, type SignedCertificateTimestamp } from '../../x509/extensions/decode-sct-list.ts';
import type { Evidence, Staple } from '../evidence.ts';

/** RFC 6962 §3.3: embedded by the CA, in a TLS extension, or in the extension of a stapled OCSP answer. */
export type TimestampSource = 'certificate' | 'handshake' | 'ocsp';

/** One list of timestamps (SCTs) that came with the leaf. */
export interface TimestampList {
  readonly source: TimestampSource;
  readonly timestamps: Result<readonly SignedCertificateTimestamp[], DecodeError>;
}

/** RFC 6962 §3.3: the list in an extension of a single OCSP answer. */
const ocspExtension = '1.3.6.1.4.1.11129.2.4.5';

/** Every list of timestamps that came with the leaf: embedded ones first, then those of the handshake, then stapled ones. */
export function readTimestampLists({
  observation,
  leaf,
  staples,
}: Pick<Evidence, 'observation' | 'leaf' | 'staples'>): readonly TimestampList[] {
  const embedded = leaf.extensions.signedCertificateTimestamps;
  return [
    ...(embedded === undefined ? [] : [ofSource('certificate', embedded)]),
    ...sentLists(observation).map((value) => ofSource('handshake', { ok: true, value })),
    ...stapledLists(observation, leaf, staples).map((value) => ofSource('ocsp', value)),
  ];
}

function ofSource(source: TimestampSource, list: Result<Uint8Array, DecodeError>): TimestampList {
  return { source, timestamps: list.ok ? decodeSctList(list.value) : list };
}

function sentLists({ source, handshake }: EndpointObservation): readonly Uint8Array[] {
  if (source !== 'network' || handshake === null) return [];
  return handshake.signedCertificateTimestamps.flatMap(({ certificateIndex, list }) =>
    certificateIndex === null || certificateIndex === 0 ? [list] : [],
  );
}

function stapledLists(
  { source }: EndpointObservation,
  leaf: Certificate,
  staples: readonly Staple[],
): readonly Result<Uint8Array, DecodeError>[] {
  if (source !== 'network' || staples.length === 0) return [];
  return staples
    .filter(({ certificate }) => certificate === leaf.sha256)
    .flatMap(({ response }) => (response.ok ? (response.value.basic?.responses ?? []) : []))
    .flatMap(({ rawExtensions }) => rawExtensions.filter(({ oid }) => oid === ocspExtension))
    .map(
      ({ value }) =>
        decodeDer(value, 'timestamps', (reader) => reader.content(derTags.octetString, 'timestamps')).result,
    );
}
