import type { Extensions } from '../certificate.ts';

/** The value of an extension that is present and well formed. */
export type DecodedExtension<K extends keyof Extensions> = Extract<Extensions[K], { readonly ok: true }>['value'];
