import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { decodeObservation, encodeObservation } from '../model/saved-documents.ts';

/** An observation in parts: certificates, how it was declared, what stays the same from run to run, and what differs each time. */
export interface SplitObservation {
  /** The endpoint. */
  readonly config: Json;
  /** Everything else; equal from run to run while the endpoint is as it was. */
  readonly facts: Json;
  /** Instants, clocks, staples and fetched answers, which differ each time although nothing changed. */
  readonly latest: Json;
}

type Json = Readonly<Record<string, unknown>>;

/** What of an observation differs each time. */
const volatile = ['observedAt', 'index', 'retries', 'attempts', 'evidence'] as const;
const volatileOfHandshake = ['durationMs', 'serverTimeSeconds', 'staples'] as const;

/** Splits an observation. Its certificates are left out, also those without SNI: they have tables of their own. */
export function splitObservation(observation: EndpointObservation): SplitObservation {
  const json = encodeObservation(observation) as Json;
  const { endpoint, certificates: _, withoutServerName, handshake, ...rest } = json;
  const [facts, latest] = partition(rest, volatile);
  const [stable, changing] = partition((handshake ?? {}) as Json, volatileOfHandshake);
  return {
    config: endpoint as Json,
    facts: {
      ...facts,
      handshake: handshake === null ? null : stable,
      withoutServerName: hasCertificates(withoutServerName) ? {} : withoutServerName,
    },
    latest: { ...latest, handshake: changing },
  };
}

/** Puts an observation together again. Throws if the parts are not those of an observation. */
export function joinObservation(
  { config, facts, latest }: SplitObservation,
  certificates: readonly Uint8Array[],
  withoutServerName: readonly Uint8Array[] | undefined,
): EndpointObservation {
  const { handshake } = facts;
  const base64 = (each: Uint8Array): string => Buffer.from(each).toString('base64');
  const decoded = decodeObservation({
    ...facts,
    ...latest,
    endpoint: config,
    handshake: handshake === null ? null : { ...(handshake as Json), ...(latest['handshake'] as Json) },
    certificates: certificates.map(base64),
    withoutServerName:
      withoutServerName === undefined ? facts['withoutServerName'] : { certificates: withoutServerName.map(base64) },
  });
  if (decoded.ok) return decoded.value;
  throw new Error(
    `an observation of the history cannot be read: ${decoded.error[0]?.message ?? 'it has another shape'}`,
  );
}

function hasCertificates(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'certificates' in value;
}

function partition(value: Json, names: readonly string[]): readonly [Json, Json] {
  const entries = Object.entries(value);
  return [
    Object.fromEntries(entries.filter(([key]) => !names.includes(key))),
    Object.fromEntries(entries.filter(([key]) => names.includes(key))),
  ];
}
