import { z } from 'zod';

/** Bytes in memory, standard base64 text in JSON. */
export const bytes = z.codec(
  z.base64(),
  z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  {
    decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
    encode: (value) => Buffer.from(value).toString('base64'),
  },
);

/** An instant in UTC as JSON writes it, for instance `2026-11-22T14:30:00.000Z`. */
export const instant = z.iso.datetime();

/** Lower-case hexadecimal SHA-256. */
export const sha256Pattern = /^[0-9a-f]{64}$/;
export const sha256 = z.string().regex(sha256Pattern);
