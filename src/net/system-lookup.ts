import { promises } from 'node:dns';

import { err, ok, type Result } from '../model/result.ts';
import { orderAddresses } from './address-order.ts';
import type { NameFailure } from './failure.ts';

/** getaddrinfo blocks a thread of libuv's pool (4 by default) for seconds where a name server is silent; leave half. */
const maxLookupsAtOnce = 2;

/** The system's resolver (getaddrinfo), never more than `maxLookupsAtOnce` at a time. */
export function createSystemLookup(): (name: string) => Promise<Result<readonly string[], NameFailure>> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (name) => {
    if (running >= maxLookupsAtOnce) await new Promise<void>((start) => waiting.push(start));
    else running += 1;
    try {
      const answers = await promises.lookup(name, { all: true, order: 'verbatim' });
      return ok(orderAddresses(answers.map(({ address }) => address)));
    } catch (error) {
      return err({ kind: 'not-found', message: `The system's resolver does not know ${name} (${String(error)}).` });
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
