import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { type HelloProfile, type KeyType, keyTypes } from '../model/vocabulary.ts';
import type { KeyOffer } from '../tls/probe.ts';
import type { PublicKey } from '../x509/certificate.ts';
import type { FallbackOutcome, FallbackRequest } from './dial-with-fallback.ts';
import { keyTypeOf } from './key-type.ts';
import { type CollectorRun, type Observed, observeEndpoint } from './observe-endpoint.ts';

/** What the first hello brought, for an endpoint. */
interface FirstAnswer {
  readonly endpoint: ResolvedEndpoint;
  readonly request: FallbackRequest;
  readonly observed: Observed;
}

/**
 * The observations of an endpoint, the one that decides first. That is the certificate which browsers get: if the server
 * answered with one that no browser accepts, it is asked once more with what browsers offer. With `--key-types all` it is
 * asked for a certificate of each other type, and each is an observation of its own; by default the first one only says that
 * there is another.
 */
export async function observeKeyTypes(first: FirstAnswer, run: CollectorRun): Promise<readonly EndpointObservation[]> {
  const { observation, outcome } = first.observed;
  const presented = presentedKeyType(outcome, run);
  if (presented === undefined) return [observation];
  const common = isForBrowsers(outcome, run) ? undefined : await observeCommon(first, run);
  const main = common ?? first.observed;
  const others = common === undefined ? [] : [underKeyType(observation, presented)];
  const seen = [presented, ...(common === undefined ? [] : [presentedKeyType(common.outcome, run)])];
  if (run.options.keyTypes === 'all') {
    for (const keyType of keyTypes) {
      if (seen.includes(keyType) || !isAskable(keyType, outcome.dialed.profile)) continue;
      const { observation: other, outcome: answer } = await observeAgain(first, keyType, run);
      if (presentedKeyType(answer, run) === keyType) others.push(other);
    }
    others.sort((a, b) => rank(a) - rank(b));
  } else if (common === undefined) return [observation];
  const otherKeyTypes = others.flatMap(({ endpoint: { keyType } }) => (keyType === null ? [] : [keyType]));
  const { handshake } = main.observation;
  // What was refused before the first answer is evidence of the one that decides, too.
  const attempts =
    main === first.observed ? observation.attempts : [...failed(observation), ...main.observation.attempts];
  const said = { ...main.observation, attempts, handshake: handshake && { ...handshake, otherKeyTypes } };
  return run.options.keyTypes === 'all' ? [said, ...others] : [said];
}

function failed({ attempts }: EndpointObservation): EndpointObservation['attempts'] {
  return attempts.filter(({ failure }) => failure !== null);
}

function rank({ endpoint: { keyType } }: EndpointObservation): number {
  return keyType === null ? -1 : keyTypes.indexOf(keyType);
}

/** Chrome, Edge, Firefox and Safari accept RSA (but no RSASSA-PSS keys), and ECDSA on these curves; Chrome not the last one. */
function isForBrowsers(outcome: FallbackOutcome, run: CollectorRun): boolean {
  const key = presentedKey(outcome, run);
  return key?.kind === 'rsa' || (key?.kind === 'ec' && browserCurves.includes(key.curve ?? ''));
}

const browserCurves: readonly string[] = ['P-256', 'P-384', 'P-521'];

/** The answer to what browsers offer; undefined: the server has nothing for them. */
async function observeCommon(first: FirstAnswer, run: CollectorRun): Promise<Observed | undefined> {
  const again = await observeAgain(first, 'common', run);
  return presentedKeyType(again.outcome, run) === undefined ? undefined : again;
}

function observeAgain({ endpoint, request, observed }: FirstAnswer, keyType: KeyOffer, run: CollectorRun) {
  const named = keyType === 'common' ? endpoint : { ...endpoint, id: `${endpoint.id}#${keyType}`, keyType };
  const { profile } = observed.outcome.dialed;
  return observeEndpoint(named, { ...request, keyType, firstProfile: profile, onlyFirstHello: true }, run);
}

function underKeyType(observation: EndpointObservation, keyType: KeyType): EndpointObservation {
  const { endpoint } = observation;
  return { ...observation, endpoint: { ...endpoint, id: `${endpoint.id}#${keyType}`, keyType } };
}

/** EdDSA needs signature_algorithms (RFC 8422 §5.1.3), ML-DSA TLS 1.3. */
function isAskable(keyType: KeyType, profile: HelloProfile): boolean {
  const offersTls13 = profile === 'modern' || profile === 'rare';
  if (keyType === 'ml-dsa') return offersTls13;
  return keyType !== 'eddsa' || offersTls13 || profile === 'tls12' || profile === 'tls12-no-groups';
}

function presentedKeyType(outcome: FallbackOutcome, run: CollectorRun): KeyType | undefined {
  return keyTypeOf(presentedKey(outcome, run));
}

function presentedKey({ dialed }: FallbackOutcome, { readLeafKey }: CollectorRun): PublicKey | undefined {
  const leaf = dialed.result?.certificates?.[0];
  return leaf === undefined ? undefined : readLeafKey(leaf);
}
