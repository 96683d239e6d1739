import type { Protocol } from '../../model/vocabulary.ts';

/** ProtocolVersion codes as they stand on the wire. */
export const versionCodes = {
  SSLv3: 0x0300,
  'TLSv1.0': 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
} as const satisfies Record<Protocol, number>;

/** The protocol of a code, or undefined for a version we do not speak. */
export function protocolOf(code: number): Protocol | undefined {
  return byCode[code];
}

const byCode: Readonly<Record<number, Protocol>> = {
  768: 'SSLv3',
  769: 'TLSv1.0',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
};

/** A sixteen-bit code as reports write it, for instance `0x0a0a`. */
export function hexCode(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}
