import { cipherSuiteNames } from './cipher-suite-names.ts';
import type { ProbeKeyExchange } from '../probe.ts';
import { hexCode } from './protocol-versions.ts';

/** A cipher suite, as its name describes it. */
export interface CipherSuite {
  readonly code: number;
  /** IANA name, or `0xNNNN` for a code without one. */
  readonly name: string;
  readonly keyExchange: ProbeKeyExchange;
  /** The key that signs ServerKeyExchange; undefined if the suite does not name it (TLS 1.3) or nothing is signed. */
  readonly signer: 'rsa' | 'ecdsa' | 'dsa' | undefined;
  /** The part after `_WITH_` without the hash, for instance `AES_128_CBC`; in TLS 1.3 the part after `TLS_`. */
  readonly cipher: string;
  /** The hash at the end of the name: MAC for stream and block ciphers, PRF for AEADs. `SHA` is SHA-1. */
  readonly hash: string;
}

/** Describes a suite by its code. An unassigned code has the key exchange `unknown`. */
export function cipherSuite(code: number): CipherSuite {
  const name = cipherSuiteNames[code];
  const parts = name?.match(/^TLS_(?:(.+)_WITH_)?(.+?)_([A-Z0-9]+)$/);
  if (name === undefined || !parts) {
    return { code, name: hexCode(code), keyExchange: 'unknown', signer: undefined, cipher: '', hash: '' };
  }
  const [, exchange, cipher = '', hash = ''] = parts;
  return { code, name, ...(exchange === undefined ? tls13 : describeExchange(exchange)), cipher, hash };
}

const tls13 = { keyExchange: 'tls13', signer: undefined } as const;

function describeExchange(exchange: string): Pick<CipherSuite, 'keyExchange' | 'signer'> {
  const [, kind, , key = 'RSA', isExport] =
    exchange.match(/^(ECDHE|ECDH|DHE|DH|RSA_PSK|RSA|SRP_SHA)(_(RSA|DSS|ECDSA))?(_EXPORT(?:1024)?)?$/) ?? [];
  const signer = key === 'DSS' ? 'dsa' : key === 'ECDSA' ? 'ecdsa' : 'rsa';
  switch (kind) {
    case 'ECDHE':
      return { keyExchange: 'ecdhe', signer };
    case 'DHE':
      return { keyExchange: isExport ? 'dhe-export' : 'dhe', signer };
    case 'RSA':
      return { keyExchange: isExport ? 'rsa-export' : 'rsa', signer };
    case 'ECDH':
      return { keyExchange: 'ecdh', signer: undefined };
    case 'DH':
      return { keyExchange: 'dh', signer: undefined };
    case 'RSA_PSK':
      return { keyExchange: 'rsa-psk', signer: undefined };
    case 'SRP_SHA':
      return { keyExchange: 'srp', signer };
    default:
      return { keyExchange: 'unknown', signer: undefined };
  }
}
