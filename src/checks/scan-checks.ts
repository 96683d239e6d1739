import type { ScanCheck } from './define-scan-check.ts';
import { sharedKey } from './keys/shared-key.ts';
import { sharedPrime } from './keys/shared-prime.ts';

/** Every check across a whole scan, in the order reports show their findings. */
export const scanChecks: readonly ScanCheck[] = [sharedKey, sharedPrime];
