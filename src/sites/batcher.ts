import { randomBytes } from 'node:crypto';

import type { Endpoint } from '../model/endpoint.ts';
import { type SiteBatch, siteMessageFormat, type SiteOptions } from '../model/site-messages.ts';
import { maxBatchBytes, requestsOfBatch } from './message-bounds.ts';
import { toSiteRequest } from './site-request.ts';

export interface BatcherOptions {
  readonly run: string;
  readonly options: SiteOptions;
  readonly send: (site: string, body: Uint8Array) => Promise<void>;
  /** These requests are in the batch that is about to be sent. */
  readonly onSent: (ids: readonly string[], batch: string) => void;
}

/** Collects the requests of each site into batches. */
export interface Batcher {
  readonly add: (site: string, endpoint: Endpoint) => void;
  /** Whether this process made the batch, or the one that it is a part of. */
  readonly isOwn: (batch: string) => boolean;
  readonly close: () => void;
}

/** How long a batch that is not full waits for more. */
const waitMs = 10;

export function createBatcher({ run, options, send, onSent }: BatcherOptions): Batcher {
  const process = randomBytes(8).toString('hex');
  const waiting = new Map<string, Endpoint[]>();
  let timer: NodeJS.Timeout | undefined;
  let count = 0;

  const sendBatch = (site: string, endpoints: readonly Endpoint[]): void => {
    count += 1;
    const batch = `${process}${count.toString(36)}`;
    const message: SiteBatch = {
      ...{ format: siteMessageFormat, run, batch, site, options },
      requests: endpoints.map(toSiteRequest),
    };
    const body = Buffer.from(JSON.stringify(message));
    if (body.length > maxBatchBytes && endpoints.length > 1) {
      const half = endpoints.length >> 1;
      sendBatch(site, endpoints.slice(0, half));
      sendBatch(site, endpoints.slice(half));
      return;
    }
    onSent(
      endpoints.map(({ id }) => id),
      batch,
    );
    void send(site, body);
  };
  const flush = (): void => {
    timer = undefined;
    for (const [site, endpoints] of waiting) if (endpoints.length > 0) sendBatch(site, endpoints.splice(0));
  };
  return {
    add: (site, endpoint) => {
      const endpoints = waiting.get(site) ?? [];
      waiting.set(site, endpoints);
      endpoints.push(endpoint);
      if (endpoints.length >= requestsOfBatch) sendBatch(site, endpoints.splice(0));
      else timer ??= setTimeout(flush, waitMs);
    },
    isOwn: (batch) => batch.startsWith(process),
    close: () => clearTimeout(timer),
  };
}
