import { createHash } from 'node:crypto';

import type { Endpoint } from '../model/endpoint.ts';
import { withAddress } from '../model/endpoint-id.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { normaliseIpAddress } from '../model/ip-address.ts';
import { err, ok, type Result } from '../model/result.ts';
import { decodeObserved, encodeObserved } from '../model/saved-documents.ts';
import type { SentObservation } from '../model/site-messages.ts';

/** Bytes in base64 by the hexadecimal SHA-256 that observations name them by. */
export type ByteStore = Map<string, string>;

/** Takes certificates, CRLs and OCSP responses out of an observation, so that what several share is sent once. */
export function packObservation(observation: EndpointObservation, store: ByteStore): SentObservation {
  const { address, keyType } = observation.endpoint;
  const names = new Map<string, string>();
  const name = (base64: string): string => {
    const known = names.get(base64);
    if (known !== undefined) return known;
    const sha256 = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
    store.set(sha256, base64);
    names.set(base64, sha256);
    return sha256;
  };
  return { ...replaceBytes(encodeObserved(observation), name), address, keyType };
}

/**
 * The observation of an endpoint that was asked for. Of the endpoint itself only what the worker had to find out is taken from it: the
 * address, if it was not given, and the type of key. The error says what is wrong, a clause.
 */
export function unpackObservation(
  { address, keyType, ...observed }: SentObservation,
  request: Endpoint,
  store: ReadonlyMap<string, string>,
): Result<EndpointObservation, string> {
  const endpoint = dialedEndpoint(request, { address, keyType });
  if (!endpoint.ok) return endpoint;
  let missing: string | undefined;
  const base64 = (sha256: string): string => {
    const bytes = store.get(sha256);
    if (bytes === undefined) missing ??= sha256;
    return bytes ?? '';
  };
  const plain = replaceBytes(observed, base64);
  if (missing !== undefined) return err('names bytes that did not come with it');
  const decoded = decodeObserved(plain, endpoint.value);
  if (!decoded.ok) return err(`is not an observation: ${decoded.error[0]?.path} ${decoded.error[0]?.message}`);
  const { nameResolutions = [] } = decoded.value;
  if (nameResolutions.some(({ name }) => !request.resolves?.includes(name)))
    return err('is about names that were not to be looked up');
  return decoded.value.source === 'network' ? ok(decoded.value) : err('was not made over the network');
}

/** The endpoint that a request has become at its site. */
function dialedEndpoint(
  request: Endpoint,
  { address, keyType }: Pick<SentObservation, 'address' | 'keyType'>,
): Result<Endpoint, string> {
  if (request.keyType !== null && keyType !== request.keyType) return err('is of a key that was not asked for');
  const id = request.keyType === null && keyType !== null ? `${request.id}#${keyType}` : request.id;
  if (address === request.address) return ok({ ...request, id, keyType });
  if (request.address !== null || request.proxy !== undefined || address === null)
    return err('is of an address that was not asked for');
  if (normaliseIpAddress(address) !== address) return err('is of something that is not an address');
  return ok({ ...request, id: withAddress(id, address), address, keyType });
}

type Json = Readonly<Record<string, unknown>>;

/** Replaces the texts that stand for bytes, wherever an observation has them. What has another shape is left for its schema to refuse. */
function replaceBytes(observed: Json, replace: (text: string) => string): Json {
  const text = (value: unknown): unknown => (typeof value === 'string' ? replace(value) : value);
  const list = (value: unknown): unknown => (Array.isArray(value) ? value.map(text) : value);
  const inside = (value: unknown, change: (members: Json) => Json): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? change(value as Json) : value;
  const chain = (value: unknown): unknown =>
    inside(value, (members) =>
      'certificates' in members ? { ...members, certificates: list(members['certificates']) } : members,
    );
  const fetched = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((each) => inside(each, (members) => ({ ...members, der: text(members['der']) })))
      : value;
  const evidence = (value: unknown): unknown =>
    inside(value, (members) => ({
      ...members,
      ...Object.fromEntries(holdersOfBytes.filter((key) => key in members).map((key) => [key, fetched(members[key])])),
    }));
  return {
    ...observed,
    certificates: list(observed['certificates']),
    withoutServerName: chain(observed['withoutServerName']),
    ...('withWrongServerName' in observed && { withWrongServerName: chain(observed['withWrongServerName']) }),
    ...('evidence' in observed && { evidence: evidence(observed['evidence']) }),
  };
}

const holdersOfBytes = ['issuers', 'otherKeys', 'crls', 'ocspResponses'] as const;
