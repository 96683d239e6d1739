import type { SiteState } from '../contract.ts';
import { createBrokerLink, type LinkOptions } from './broker-link.ts';
import { lookAtQueue } from './look-at-queue.ts';
import { exchangeName, workQueue } from './topology.ts';

/** Looks how sites stand, and changes nothing at the broker. */
export interface SiteLooker {
  /** Undefined: the broker is out of reach. */
  readonly look: (site: string) => Promise<SiteState | undefined>;
  /** Why the broker is out of reach, a clause; undefined: it is not. */
  readonly trouble: () => string | undefined;
  readonly close: () => Promise<void>;
}

/** Connects to a broker to look. Returns at once; the connection is made, and made again, in the background. */
export function createSiteLooker(options: LinkOptions): SiteLooker {
  const link = createBrokerLink(exchangeName, options);
  const looker = lookAtQueue(link);
  return {
    look: async (site) => {
      const queue = await looker(workQueue(site));
      if (queue === undefined) return undefined;
      // No one has scanned or worked there yet.
      if (queue === 'missing') return { workers: 0, waiting: 0 };
      return { workers: queue.consumers, waiting: queue.messages };
    },
    trouble: link.trouble,
    close: link.close,
  };
}
