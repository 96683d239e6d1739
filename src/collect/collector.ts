import type { Budget } from '../async/deadlines.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { KeyType } from '../model/vocabulary.ts';
import { createCertificateDecoder } from '../x509/certificate-decoder.ts';
import { helloSequences } from '../tls/hello-fallback.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import type { Collect, CollectorOptions } from './contract.ts';
import type { FallbackOutcome, FallbackRequest } from './dial-with-fallback.ts';
import { keyTypeOf, otherKeyType } from './key-type.ts';
import { createLeafKeyReader } from './leaf-keys.ts';
import { type CollectorRun, observeEndpoint } from './observe-endpoint.ts';
import { createAnswersWithoutServerName } from './without-server-name.ts';

/** Makes the `Collect` of one run. Each address is dialled without SNI once a run. */
export function createCollector(options: CollectorOptions): Collect {
  const { decode = createCertificateDecoder() } = options;
  const run: CollectorRun = {
    options,
    answers: createAnswersWithoutServerName(),
    readLeafKey: createLeafKeyReader(decode),
  };
  return async (endpoint, budget) => {
    const request = firstRequest(endpoint, budget, options);
    const first = await observeEndpoint(endpoint, request, run);
    if (options.keyTypes === 'default') return [first.observation];
    const second = await observeOtherKeyType(endpoint, { request, outcome: first.outcome }, run);
    return second === undefined ? [first.observation] : [first.observation, second];
  };
}

function firstRequest(
  endpoint: ResolvedEndpoint,
  { signal, timeoutMs }: Budget,
  options: CollectorOptions,
): FallbackRequest {
  const sequence = helloSequences[options.handshake ?? 'modern'];
  return {
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
}

/** RFC 6066 §3: an IP literal must not be sent as a server name, even if the endpoint has it as one. */
function nameToSend({ serverName }: ResolvedEndpoint): string | undefined {
  return serverName === null || parseIpAddress(serverName) !== undefined ? undefined : serverName;
}

interface FirstDial {
  readonly request: FallbackRequest;
  readonly outcome: FallbackOutcome;
}

/** The answer to a hello that only a certificate of the other key type can answer; undefined if the server has none. */
async function observeOtherKeyType(
  endpoint: ResolvedEndpoint,
  first: FirstDial,
  run: CollectorRun,
): Promise<EndpointObservation | undefined> {
  const presented = presentedKeyType(first.outcome, run);
  if (presented === undefined) return undefined;
  const keyType = otherKeyType[presented];
  const { observation, outcome } = await observeEndpoint(
    { ...endpoint, id: `${endpoint.id}#${keyType}`, keyType },
    { ...first.request, keyType, firstProfile: first.outcome.dialled.profile, onlyFirstHello: true },
    run,
  );
  return presentedKeyType(outcome, run) === keyType ? observation : undefined;
}

function presentedKeyType({ dialled }: FallbackOutcome, { readLeafKey }: CollectorRun): KeyType | undefined {
  const leaf = dialled.result?.certificates?.[0];
  return leaf === undefined ? undefined : keyTypeOf(readLeafKey(leaf));
}
