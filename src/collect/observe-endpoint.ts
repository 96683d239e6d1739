import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { CollectorOptions } from './contract.ts';
import { describeHandshake } from './describe-handshake.ts';
import { dialWithFallback, type FallbackOutcome, type FallbackRequest } from './dial-with-fallback.ts';
import { isCostlyProof } from './key-possession.ts';
import type { ReadLeafKey } from './leaf-keys.ts';
import { type AnswersWithoutServerName, askWithoutServerName, askWithWrongServerName } from './without-server-name.ts';

/** What the endpoints of a run share: the options, and what earlier endpoints revealed. */
export interface CollectorRun {
  readonly options: CollectorOptions;
  readonly answers: AnswersWithoutServerName;
  readonly readLeafKey: ReadLeafKey;
}

export interface Observed {
  readonly observation: EndpointObservation;
  readonly outcome: FallbackOutcome;
}

/** Dials an endpoint, also without SNI or with a wrong one if it asks for that, and fetches what its certificates point to. */
export async function observeEndpoint(
  endpoint: ResolvedEndpoint,
  request: FallbackRequest,
  { options, answers, readLeafKey }: CollectorRun,
): Promise<Observed> {
  const observedAt = options.now().toISOString();
  const outcome = await dialWithFallback(request, options);
  const { result } = outcome.dialed;
  const leaf = result?.certificates?.[0];
  if (leaf !== undefined) await options.leafTurn?.(leaf.length);
  if (result !== undefined && isCostlyProof(result, readLeafKey)) await options.ownTurn?.();
  const certificates = [...(result?.certificates ?? [])];
  const question = { request, outcome, answers, options };
  const { sniProbe } = endpoint;
  const wrong = sniProbe === undefined ? null : await askWithWrongServerName(question, sniProbe);
  const observation: EndpointObservation = {
    schemaVersion: '1.0',
    endpoint,
    observedAt,
    source: 'network',
    failure: outcome.dialed.failure ?? null,
    handshake: describeHandshake(outcome.dialed, readLeafKey),
    attempts: [...outcome.attempts],
    certificates,
    withoutServerName: endpoint.probeWithoutServerName ? await askWithoutServerName(question) : null,
    ...(sniProbe === undefined || wrong === null
      ? undefined
      : { withWrongServerName: { serverName: sniProbe, ...wrong } }),
  };
  const { collectEvidence } = options;
  const { fetch } = endpoint;
  if (fetch === undefined || collectEvidence === undefined || certificates.length === 0) {
    return { observation, outcome };
  }
  // Who reaches the server only through a proxy seldom reaches anything else without it.
  const wish = fetch.proxy === undefined && endpoint.proxy !== undefined ? { ...fetch, proxy: endpoint.proxy } : fetch;
  const evidence = await collectEvidence(certificates, wish, request);
  return { observation: { ...observation, evidence }, outcome };
}
