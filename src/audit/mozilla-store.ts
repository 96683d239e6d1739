/** For `src/index.ts`, which imports no room below this one. */
export { createMozillaStore } from '../pki/trust/mozilla-store.ts';
