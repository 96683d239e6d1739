import { promises } from 'node:dns';

import { createLimit } from '../async/limit.ts';
import { err, ok, type Result } from '../model/result.ts';
import { orderAddresses } from './address-order.ts';
import type { NameFailure } from './failure.ts';

/** getaddrinfo blocks a thread of libuv's pool (4 by default) for seconds if a name server is silent; half are left free. */
const maxLookupsAtOnce = 2;

/** Makes the system's resolver (getaddrinfo) of a run. */
export function createSystemLookup(): (name: string) => Promise<Result<readonly string[], NameFailure>> {
  const limit = createLimit(maxLookupsAtOnce);
  return (name) => limit(() => lookUp(name));
}

async function lookUp(name: string): Promise<Result<readonly string[], NameFailure>> {
  try {
    const answers = await promises.lookup(name, { all: true, order: 'verbatim' });
    return ok(orderAddresses(answers.map(({ address }) => address)));
  } catch (error) {
    return err({ kind: 'not-found', message: `The system's resolver does not know ${name} (${String(error)}).` });
  }
}
