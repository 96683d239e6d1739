import type { Budget } from '../async/deadlines.ts';
import { createTurnShares } from '../async/turn-shares.ts';
import { createTurns } from '../async/turns.ts';
import { dialedPlace } from '../model/dialed-place.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import { createCertificateDecoder } from '../x509/certificate-decoder.ts';
import { helloSequences } from '../tls/hello-fallback.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import type { Collect, CollectorOptions } from './contract.ts';
import type { FallbackRequest } from './dial-with-fallback.ts';
import { createLeafKeyReader } from './leaf-keys.ts';
import { type CollectorRun, observeEndpoint } from './observe-endpoint.ts';
import { observeKeyTypes } from './observe-key-types.ts';
import { createAnswersWithoutServerName } from './without-server-name.ts';

/** Bytes of leaves that are decoded in one turn: 12 ms if they are full of short names. Real ones have some 2 KB. */
const leafBytesPerTurn = 65_536;

/** Makes the `Collect` of one run. Each address is dialed without SNI once a run. */
export function createCollector(given: CollectorOptions): Collect {
  const options = { ownTurn: createTurns(), leafTurn: createTurnShares(leafBytesPerTurn), ...given };
  const { decode = createCertificateDecoder() } = options;
  const run: CollectorRun = {
    options,
    answers: createAnswersWithoutServerName(),
    readLeafKey: createLeafKeyReader(decode),
  };
  return async (endpoint, budget) => {
    const request = firstRequest(endpoint, budget, options);
    return await observeKeyTypes({ endpoint, request, observed: await observeEndpoint(endpoint, request, run) }, run);
  };
}

function firstRequest(
  endpoint: ResolvedEndpoint,
  { signal, timeoutMs, hold }: Budget,
  options: CollectorOptions,
): FallbackRequest {
  const sequence = helloSequences[options.handshake ?? 'modern'];
  return {
    address: dialedPlace(endpoint),
    port: endpoint.port,
    serverName: nameToSend(endpoint),
    keyType: endpoint.keyType ?? undefined,
    alpn: endpoint.alpn ?? options.alpn ?? [],
    proxy: endpoint.proxy,
    proxyProtocol: endpoint.proxyProtocol,
    startTls:
      endpoint.startTls === undefined
        ? undefined
        : { protocol: endpoint.startTls, host: endpoint.xmppTo ?? endpoint.host },
    sequence,
    firstProfile: sequence[0],
    onlyFirstHello: false,
    signal,
    hold,
    deadlineMs: options.monotonicMs() + timeoutMs,
  };
}

/** RFC 6066 §3: an IP literal must not be sent as a server name, even if the endpoint has it as one. */
function nameToSend({ serverName }: ResolvedEndpoint): string | undefined {
  return serverName === null || parseIpAddress(serverName) !== undefined ? undefined : serverName;
}
