import type { Extensions } from '../certificate.ts';

/** What an extension decodes to when it is there and well formed. */
export type DecodedExtension<K extends keyof Extensions> = Extract<Extensions[K], { readonly ok: true }>['value'];
