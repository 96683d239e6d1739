import { randomBytes } from 'node:crypto';

import type { SitesRequest } from '../../audit/contract.ts';
import type { Option } from '../command.ts';
import { siteOption } from './site-option.ts';

/** Options about how to reach a broker, for whoever scans and for workers. */
export const brokerAccessOptions = {
  'broker-ca': {
    kind: 'text',
    describe: "FILE with the CA certificates (PEM) of the broker's certificate (those that Node.js trusts)",
  },
  'broker-cert': {
    kind: 'text',
    describe: 'client certificate FILE (PEM) for the broker; it logs in if --broker names no user',
  },
  'broker-key': {
    kind: 'text',
    describe:
      'private key FILE of --broker-cert; CERTMUSTER_BROKER_KEY_PASSPHRASE is its passphrase if it is encrypted',
  },
  'broker-password-file': {
    kind: 'text',
    describe:
      'FILE or pipe whose first line is the password of the user in --broker; replaces CERTMUSTER_BROKER_PASSWORD',
  },
} as const satisfies Record<string, Option>;

/** Options about the workers of other sites. */
export const brokerOptions = {
  broker: {
    kind: 'list',
    describe:
      'RabbitMQ to the workers of the sites: amqps://[USER@]HOST[:PORT][/VHOST], or SITE=URL for one site (repeatable)',
  },
  ...brokerAccessOptions,
  'site-wait': {
    kind: 'text',
    describe: 'how long to wait for a worker of a site before its endpoints are given up: 60s, 5m (60s)',
  },
} as const satisfies Record<string, Option>;

/** Options about from where endpoints are seen. */
export const siteOptions: Readonly<Record<string, Option>> = { site: siteOption, ...brokerOptions };

/** What a scan takes from these options. */
export type BrokerChoice = Pick<SitesRequest, 'brokers' | 'waitMs'>;

/** Names a run towards workers. */
export function newRunId(): string {
  return randomBytes(16).toString('hex');
}
