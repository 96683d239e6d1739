import { createECDH, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import type { KeyPair } from '../../../src/lab/key-pair.ts';
import type { Presentation } from '../../../src/lab/tls-listener.ts';
import type { ClientHello } from './client-hello.ts';
import { concat, uint8, uint16, uint32, vector } from './octets.ts';
import type { Reaction } from './scripted-peer.ts';
import { renegotiationInfo, type ServerFlight, writeAlert, writeServerFlight } from './server-flight.ts';

/** What a scripted peer does with a hello. */
export type Script = (hello: ClientHello) => Reaction;

const rsaWithRc4Md5 = 0x0004;
const rsaWithAes128Sha = 0x002f;
const rsaExportWithRc4Md5 = 0x0003;
const ecdheRsaWithAes128GcmSha256 = 0xc02f;
const ecdheEcdsaWithAes128GcmSha256 = 0xc02b;

/** Speaks TLS 1.0 with RC4 and knows no extensions: what the stubborn peers below do once they are content. */
export function answerAsServer2003(presentation: Presentation): Script {
  return (hello) => flightFor(hello, { version: 0x0301, suite: rsaWithRc4Md5, presentation, extensions: undefined });
}

/** Old appliances: any extension at all, and the connection is gone. */
export function abortOnAnyExtension(presentation: Presentation): Script {
  return (hello) => (hello.extensions === undefined ? answerAsServer2003(presentation)(hello) : { kind: 'reset' });
}

/** F5's old bug (RFC 7685 §1): a hello of 256 to 511 bytes is taken for SSL 2.0 and never answered. */
export function silentOnHellosOf256To511(presentation: Presentation): Script {
  return (hello) =>
    hello.length >= 256 && hello.length <= 511 ? { kind: 'silence' } : answerAsServer2003(presentation)(hello);
}

/** Version-intolerant: hangs up on TLS 1.2 instead of negotiating down. */
export function refuse0x0303(presentation: Presentation): Script {
  return (hello) => (hello.version >= 0x0303 ? { kind: 'close' } : answerAsServer2003(presentation)(hello));
}

/** Schannel of Server 2003: reads the first 64 suites and no further, and knows RC4 only. */
export function readFirst64Suites(presentation: Presentation): Script {
  return (hello) =>
    hello.suites.slice(0, 64).includes(rsaWithRc4Md5)
      ? answerAsServer2003(presentation)(hello)
      : { kind: 'send', bytes: writeAlert(0x0301, 40) };
}

/** Answers SSL 3.0 whatever the hello offers. */
export function ssl30Only(presentation: Presentation): Script {
  return (hello) => flightFor(hello, { version: 0x0300, suite: rsaWithRc4Md5, presentation, extensions: undefined });
}

/** Answers SSL 3.0, and only to a hello that says SSL 3.0 and has no extensions. */
export function ssl30BareOnly(presentation: Presentation): Script {
  return (hello) =>
    hello.version === 0x0300 && hello.extensions === undefined
      ? ssl30Only(presentation)(hello)
      : { kind: 'send', bytes: writeAlert(0x0300, 40) };
}

/** RSA_EXPORT of TLS 1.0: a fresh 512-bit key, signed with the leaf's key over MD5 and SHA-1 (RFC 2246 §7.4.3). */
export function rsaExport(presentation: Presentation): Script {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 512 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const parameters = concat(vector(2, Buffer.from(n, 'base64url')), vector(2, Buffer.from(e, 'base64url')));
  return (hello) => {
    const random = serverRandom();
    const signed = concat(hello.random, random, parameters);
    const signature = sign('md5-sha1', signed, presentation.key.privateKey);
    const keyExchange = concat(parameters, vector(2, signature));
    return flightFor(hello, { version: 0x0301, suite: rsaExportWithRc4Md5, presentation, random, keyExchange });
  };
}

/** TLS 1.2 with ECDHE, signed by `signer`: a wrong one where that is not the leaf's key. It may break off before its end. */
export function ellipticExchange(
  presentation: Presentation,
  signer: KeyPair,
  brokenBefore?: ServerFlight['brokenBefore'],
): Script {
  const isRsa = presentation.key.kind.startsWith('rsa-');
  const scheme = isRsa ? 0x0401 : 0x0403;
  const suite = isRsa ? ecdheRsaWithAes128GcmSha256 : ecdheEcdsaWithAes128GcmSha256;
  const point = createECDH('prime256v1').generateKeys();
  const parameters = concat(uint8(3), uint16(0x0017), vector(1, point));
  return (hello) => {
    const random = serverRandom();
    const signature = sign('sha256', concat(hello.random, random, parameters), signer.privateKey);
    const keyExchange = concat(parameters, uint16(scheme), vector(2, signature));
    return flightFor(hello, { version: 0x0303, suite, presentation, random, keyExchange, brokenBefore });
  };
}

/** Bears no hello that offers TLS 1.3 (supported_versions), and reacts to it as told; answers others by the script. */
export function refuseTls13(otherwise: Script, reaction: Reaction): Script {
  return (hello) => (hello.extensions?.includes(supportedVersions) ? reaction : otherwise(hello));
}

const supportedVersions = 0x002b;

/** TLS 1.2 with an extension that no hello of ours offers: session_ticket. */
export function unaskedExtension(presentation: Presentation): Script {
  const ticket = { type: 0x0023, data: new Uint8Array(0) };
  return (hello) =>
    flightFor(hello, {
      version: 0x0303,
      suite: rsaWithAes128Sha,
      presentation,
      extensions: [renegotiationInfo, ticket],
    });
}

/** TLS 1.2 by a server that could do 1.3, as an attacker who cuts the hello would get it (RFC 8446 §4.1.3). */
export function downgraded(presentation: Presentation): Script {
  return (hello) => {
    const random = concat(serverRandom().subarray(0, 24), Buffer.from('DOWNGRD\x01', 'latin1'));
    return flightFor(hello, { version: 0x0303, suite: rsaWithAes128Sha, presentation, random });
  };
}

/** TLS 1.2 whose random starts with the given time: what a server's clock says. */
export function withClockAt(presentation: Presentation, seconds: () => number): Script {
  return (hello) => {
    const random = concat(uint32(seconds()), randomBytes(28));
    return flightFor(hello, { version: 0x0303, suite: rsaWithAes128Sha, presentation, random });
  };
}

/** TLS 1.2 with RSA key exchange, which proves nothing: any certificate can be shown, another's included. */
export function borrowedCertificate(der: Uint8Array): Script {
  const presentation = { chain: [{ der }] };
  return (hello) => flightFor(hello, { version: 0x0303, suite: rsaWithAes128Sha, presentation });
}

function flightFor(
  hello: ClientHello,
  flight: Omit<ServerFlight, 'random'> & { readonly random?: Uint8Array },
): Reaction {
  if (!hello.suites.includes(flight.suite)) return { kind: 'send', bytes: writeAlert(flight.version, 40) };
  // Nobody may answer with an extension that was not asked for (RFC 5246 §7.4.1.4); the signalling suite asks as well.
  const asked = hello.extensions?.includes(renegotiationInfo.type) || hello.suites.includes(0x00ff);
  const extensions = 'extensions' in flight ? flight.extensions : asked ? [renegotiationInfo] : undefined;
  return { kind: 'send', bytes: writeServerFlight({ random: serverRandom(), ...flight, extensions }) };
}

/** 32 octets, of which the first four look like no clock. */
function serverRandom(): Uint8Array {
  return concat(uint8(0xff), randomBytes(31));
}
