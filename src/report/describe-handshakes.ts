import type { EndpointReport } from '../model/endpoint-report.ts';
import { groupBy } from '../model/group-by.ts';
import type { KeyType, Protocol } from '../model/vocabulary.ts';

/** Endpoints whose handshakes were alike, and what they were, as a sentence. */
export interface HandshakeGroup {
  readonly text: string;
  readonly endpoints: readonly EndpointReport[];
}

/** What was negotiated, each once for all endpoints, the most frequent first. */
export function describeHandshakes(endpoints: readonly EndpointReport[]): readonly HandshakeGroup[] {
  const shown = endpoints.filter(({ handshake }) => handshake !== null);
  const groups = groupBy(shown, describeHandshake);
  return [...groups]
    .map(([text, alike]) => ({ text, endpoints: alike }))
    .sort((a, b) => b.endpoints.length - a.endpoints.length);
}

function describeHandshake({ handshake, startTls, xmppTo }: EndpointReport): string {
  if (handshake === null) return 'no handshake';
  const { protocol, cipherSuite, profile, keyExchange, postQuantum, applicationProtocol, keyType, otherKeyTypes } =
    handshake;
  const parts = [
    [protocol, cipherSuite, keyExchange?.group ?? keyExchange?.kind].filter((part) => part !== undefined).join(', '),
    ...(startTls === undefined ? [] : [`after STARTTLS (${startTls}${xmppTo === undefined ? '' : `, to ${xmppTo}`})`]),
    ...(postQuantum === undefined ? [] : [describePostQuantum(postQuantum, protocol)]),
    ...(applicationProtocol === undefined ? [] : [describeProtocol(applicationProtocol)]),
    ...(keyType === undefined ? [] : [`asked for a certificate of ${keyTypeTexts[keyType]}`]),
    ...(otherKeyTypes === undefined ? [] : [describeOthers(otherKeyTypes)]),
    ...(profile === 'modern' ? [] : [`answered the hello ${profile}`]),
  ];
  return `${parts.join('; ')}.`;
}

/** Null up to TLS 1.2: the hello that was answered offered nothing newer, for such a group needs TLS 1.3. */
function describePostQuantum(takesIt: boolean | null, protocol: Protocol): string {
  if (takesIt !== null) return takesIt ? 'takes a post-quantum key exchange' : 'no post-quantum key exchange';
  const reason =
    protocol === 'TLSv1.3'
      ? 'the server chose another group of those offered'
      : 'the hello that it answered does not offer TLS 1.3';
  return `post-quantum key exchange not known (${reason})`;
}

function describeProtocol(protocol: string | null): string {
  return protocol === null ? 'chose none of the application protocols offered' : `application protocol ${protocol}`;
}

function describeOthers(keyTypes: readonly KeyType[]): string {
  if (keyTypes.length === 0) return 'no certificate of another key type';
  return `also has a certificate of ${keyTypes.map((keyType) => keyTypeTexts[keyType]).join(', and of ')}`;
}

/** Which clients get a certificate of this type, as of 2026. */
const keyTypeTexts: Readonly<Record<KeyType, string>> = {
  rsa: 'RSA, which nearly every client accepts',
  ecdsa: 'ECDSA, which browsers and other current clients accept',
  eddsa: 'EdDSA, which OpenSSL, GnuTLS and Go accept, and no browser does',
  'ml-dsa': 'ML-DSA, which OpenSSL 3.5 and other post-quantum clients accept, and no browser does',
};
