import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { KeyType } from '../model/vocabulary.ts';
import { createCertificateDecoder } from '../x509/certificate-decoder.ts';
import { ladders } from '../tls/ladder.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import type { Collect, CollectorOptions } from './collect.ts';
import { type Climb, type Climbed, climbLadder } from './climb-ladder.ts';
import { describeHandshake } from './describe-handshake.ts';
import { keyTypeOf, otherKeyType } from './key-type.ts';
import { createLeafKeyReader, type ReadLeafKey } from './leaf-keys.ts';
import { askWithoutServerName, type NamelessAnswers, rememberNamelessAnswers } from './without-server-name.ts';

/** What the endpoints of a run share: options, and what was learnt from those before. */
interface Run {
  readonly options: CollectorOptions;
  readonly nameless: NamelessAnswers;
  readonly readLeafKey: ReadLeafKey;
}

/** Makes the `Collect` of one run: it remembers what an address answered without SNI, so that each is asked once. */
export function createCollector(options: CollectorOptions): Collect {
  const { decode = createCertificateDecoder() } = options;
  const run: Run = { options, nameless: rememberNamelessAnswers(), readLeafKey: createLeafKeyReader(decode) };
  const ladder = ladders[options.handshake ?? 'modern'];
  return async (endpoint, { signal, timeoutMs }) => {
    const climb: Climb = {
      address: endpoint.address,
      port: endpoint.port,
      serverName: nameToSend(endpoint),
      keyType: endpoint.keyType ?? undefined,
      ladder,
      firstProfile: ladder[0],
      oneRung: false,
      signal,
      deadlineMs: options.monotonicMs() + timeoutMs,
    };
    const first = await observe(endpoint, climb, run);
    if (options.keyTypes === 'default') return [first.observation];
    const second = await observeOtherKeyType(endpoint, { climb, answered: first.climbed }, run);
    return second === undefined ? [first.observation] : [first.observation, second];
  };
}

/** RFC 6066 §3: an IP literal is no server name, whoever asked for it. */
function nameToSend({ serverName }: ResolvedEndpoint): string | undefined {
  return serverName === null || parseIpAddress(serverName) !== undefined ? undefined : serverName;
}

interface Observed {
  readonly observation: EndpointObservation;
  readonly climbed: Climbed;
}

async function observe(endpoint: ResolvedEndpoint, climb: Climb, run: Run): Promise<Observed> {
  const { options, nameless, readLeafKey } = run;
  const observedAt = options.now().toISOString();
  const climbed = await climbLadder(climb, options);
  const certificates = [...(climbed.dialled.result?.certificates ?? [])];
  const observation: EndpointObservation = {
    schemaVersion: '1.0',
    endpoint,
    observedAt,
    source: 'network',
    failure: climbed.dialled.failure ?? null,
    handshake: describeHandshake(climbed.dialled, readLeafKey),
    attempts: [...climbed.attempts],
    certificates,
    withoutServerName: endpoint.probeWithoutServerName
      ? await askWithoutServerName({ climb, climbed, nameless, options })
      : null,
  };
  const { collectEvidence } = options;
  const { fetch } = endpoint;
  if (fetch === undefined || collectEvidence === undefined || certificates.length === 0)
    return { observation, climbed };
  const evidence = await collectEvidence(certificates, fetch, climb.signal);
  return { observation: { ...observation, evidence }, climbed };
}

/** What the server shows to a hello that only the other kind of certificate can answer; undefined where it has none. */
async function observeOtherKeyType(
  endpoint: ResolvedEndpoint,
  { climb, answered }: { readonly climb: Climb; readonly answered: Climbed },
  run: Run,
): Promise<EndpointObservation | undefined> {
  const shown = shownKeyType(answered, run);
  if (shown === undefined) return undefined;
  const keyType = otherKeyType[shown];
  const { observation, climbed } = await observe(
    { ...endpoint, id: `${endpoint.id}#${keyType}`, keyType },
    { ...climb, keyType, firstProfile: answered.dialled.profile, oneRung: true },
    run,
  );
  return shownKeyType(climbed, run) === keyType ? observation : undefined;
}

function shownKeyType({ dialled }: Climbed, { readLeafKey }: Run): KeyType | undefined {
  const leaf = dialled.result?.certificates?.[0];
  return leaf === undefined ? undefined : keyTypeOf(readLeafKey(leaf));
}
