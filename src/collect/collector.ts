import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { KeyType } from '../model/vocabulary.ts';
import { createCertificateMemory } from '../x509/certificate-memory.ts';
import { helloSequences } from '../tls/hello-fallback.ts';
import { parseIpAddress } from '../x509/names/ip-address.ts';
import type { Collect, CollectorOptions } from './collect.ts';
import { type FallbackRequest, type FallbackOutcome, dialWithFallback } from './dial-with-fallback.ts';
import { describeHandshake } from './describe-handshake.ts';
import { keyTypeOf, otherKeyType } from './key-type.ts';
import { createLeafKeyReader, type ReadLeafKey } from './leaf-keys.ts';
import {
  askWithoutServerName,
  type AnswersWithoutServerName,
  createAnswersWithoutServerName,
} from './without-server-name.ts';

/** What the endpoints of a run share: options, and what was learnt from those before. */
interface Run {
  readonly options: CollectorOptions;
  readonly answersWithoutServerName: AnswersWithoutServerName;
  readonly readLeafKey: ReadLeafKey;
}

/** Makes the `Collect` of one run: it remembers what an address answered without SNI, so that each is asked once. */
export function createCollector(options: CollectorOptions): Collect {
  const { decode = createCertificateMemory() } = options;
  const run: Run = {
    options,
    answersWithoutServerName: createAnswersWithoutServerName(),
    readLeafKey: createLeafKeyReader(decode),
  };
  const sequence = helloSequences[options.handshake ?? 'modern'];
  return async (endpoint, { signal, timeoutMs }) => {
    const request: FallbackRequest = {
      address: endpoint.address,
      port: endpoint.port,
      serverName: nameToSend(endpoint),
      keyType: endpoint.keyType ?? undefined,
      sequence,
      firstProfile: sequence[0],
      onlyFirstHello: false,
      signal,
      deadlineMs: options.monotonicMs() + timeoutMs,
    };
    const first = await observe(endpoint, request, run);
    if (options.keyTypes === 'default') return [first.observation];
    const second = await observeOtherKeyType(endpoint, { request, answered: first.outcome }, run);
    return second === undefined ? [first.observation] : [first.observation, second];
  };
}

/** RFC 6066 §3: an IP literal is no server name, whoever asked for it. */
function nameToSend({ serverName }: ResolvedEndpoint): string | undefined {
  return serverName === null || parseIpAddress(serverName) !== undefined ? undefined : serverName;
}

interface Observed {
  readonly observation: EndpointObservation;
  readonly outcome: FallbackOutcome;
}

async function observe(endpoint: ResolvedEndpoint, request: FallbackRequest, run: Run): Promise<Observed> {
  const { options, answersWithoutServerName, readLeafKey } = run;
  const observedAt = options.now().toISOString();
  const outcome = await dialWithFallback(request, options);
  const certificates = [...(outcome.dialled.result?.certificates ?? [])];
  const observation: EndpointObservation = {
    schemaVersion: '1.0',
    endpoint,
    observedAt,
    source: 'network',
    failure: outcome.dialled.failure ?? null,
    handshake: describeHandshake(outcome.dialled, readLeafKey),
    attempts: [...outcome.attempts],
    certificates,
    withoutServerName: endpoint.probeWithoutServerName
      ? await askWithoutServerName({ request, outcome, answersWithoutServerName, options })
      : null,
  };
  const { collectEvidence } = options;
  const { fetch } = endpoint;
  if (fetch === undefined || collectEvidence === undefined || certificates.length === 0)
    return { observation, outcome };
  const evidence = await collectEvidence(certificates, fetch, request.signal);
  return { observation: { ...observation, evidence }, outcome };
}

/** What the server shows to a hello that only the other kind of certificate can answer; undefined where it has none. */
async function observeOtherKeyType(
  endpoint: ResolvedEndpoint,
  { request, answered }: { readonly request: FallbackRequest; readonly answered: FallbackOutcome },
  run: Run,
): Promise<EndpointObservation | undefined> {
  const shown = shownKeyType(answered, run);
  if (shown === undefined) return undefined;
  const keyType = otherKeyType[shown];
  const { observation, outcome } = await observe(
    { ...endpoint, id: `${endpoint.id}#${keyType}`, keyType },
    { ...request, keyType, firstProfile: answered.dialled.profile, onlyFirstHello: true },
    run,
  );
  return shownKeyType(outcome, run) === keyType ? observation : undefined;
}

function shownKeyType({ dialled }: FallbackOutcome, { readLeafKey }: Run): KeyType | undefined {
  const leaf = dialled.result?.certificates?.[0];
  return leaf === undefined ? undefined : keyTypeOf(readLeafKey(leaf));
}
