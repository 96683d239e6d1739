import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Collect, CollectorOptions } from './collect.ts';
import { type Climb, type Climbed, climbLadder } from './climb-ladder.ts';
import { describeHandshake } from './describe-handshake.ts';
import { askWithoutServerName, type NamelessAnswers, rememberNamelessAnswers } from './without-server-name.ts';
import { leafKeyType, otherKeyType } from './leaf-key-type.ts';

/** Makes the `Collect` of one run: it remembers what an address answered without SNI, so that each is asked once. */
export function createCollector(options: CollectorOptions): Collect {
  const nameless = rememberNamelessAnswers();
  return async (endpoint, { signal, timeoutMs }) => {
    const climb: Climb = {
      address: endpoint.address,
      port: endpoint.port,
      serverName: endpoint.serverName ?? undefined,
      keyType: endpoint.keyType ?? undefined,
      firstProfile: 'modern',
      oneRung: false,
      signal,
      deadlineMs: options.monotonicMs() + timeoutMs,
    };
    const first = await observe(endpoint, climb, nameless, options);
    const other = options.keyTypes === 'all' ? otherKeyType(first.climbed.dialled.result?.certificates) : undefined;
    if (other === undefined) return [first.observation];
    const id = `${endpoint.id}#${other}`;
    const firstProfile = first.climbed.dialled.profile;
    const second = await observe(
      { ...endpoint, id, keyType: other },
      { ...climb, keyType: other, firstProfile, oneRung: true },
      nameless,
      options,
    );
    const isOther = leafKeyType(second.climbed.dialled.result?.certificates) === other;
    return isOther ? [first.observation, second.observation] : [first.observation];
  };
}

interface Observed {
  readonly observation: EndpointObservation;
  readonly climbed: Climbed;
}

async function observe(
  endpoint: ResolvedEndpoint,
  climb: Climb,
  nameless: NamelessAnswers,
  options: CollectorOptions,
): Promise<Observed> {
  const observedAt = options.now().toISOString();
  const climbed = await climbLadder(climb, options);
  const certificates = [...(climbed.dialled.result?.certificates ?? [])];
  const observation: EndpointObservation = {
    schemaVersion: '1.0',
    endpoint,
    observedAt,
    source: 'network',
    failure: climbed.dialled.failure ?? null,
    handshake: describeHandshake(climbed.dialled),
    attempts: [...climbed.attempts],
    certificates,
    withoutServerName: endpoint.probeWithoutServerName
      ? await askWithoutServerName({ climb, climbed, nameless, options })
      : null,
    ...(await askForEvidence(endpoint, certificates, climb.signal, options)),
  };
  return { observation, climbed };
}

async function askForEvidence(
  { fetch }: ResolvedEndpoint,
  certificates: readonly Uint8Array[],
  signal: AbortSignal,
  { collectEvidence }: CollectorOptions,
): Promise<Pick<EndpointObservation, 'evidence'>> {
  if (fetch === undefined || collectEvidence === undefined || certificates.length === 0) return {};
  return { evidence: await collectEvidence(certificates, fetch, signal) };
}
