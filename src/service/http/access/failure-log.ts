import { createTokenBuckets } from '../../../async/token-buckets.ts';
import { httpBounds } from '../http-bounds.ts';

/** Lines a minute of one address, and of all together. */
const linesPerAddress = 1;
const linesInAll = 20;

/** Writes who was turned away, and does not let the log be filled: what is left out is counted in the next line. */
export function createFailureLog(
  log: (text: string) => void,
  monotonicMs: () => number,
): (address: string, what: string) => void {
  const { maxKnownAddresses: maxKeys } = httpBounds;
  const ofAddress = createTokenBuckets({ perMinute: linesPerAddress, maxKeys }, monotonicMs);
  const ofAll = createTokenBuckets({ perMinute: linesInAll, maxKeys: 1 }, monotonicMs);
  let leftOut = 0;
  return (address, what) => {
    if (ofAddress.take(address) > 0 || ofAll.take('all') > 0) {
      leftOut += 1;
      return;
    }
    const more = leftOut === 0 ? '' : `; ${leftOut} more were turned away since the last such line`;
    leftOut = 0;
    log(`http: turned away ${address}: ${what}${more}`);
  };
}
