import type { Command } from '../command.ts';
import { brokerAccessOptions } from '../options/broker-options.ts';
import { clientOptions } from '../options/client-options.ts';
import { dialOptions } from '../options/dial-options.ts';
import { limitOptions } from '../options/limit-options.ts';

const { concurrency, slow, 'per-address': perAddress, 'per-host': perHost, rate } = limitOptions;

export const workerCommand: Command = {
  name: 'worker',
  positionals: [],
  describe: 'Sees endpoints from its site for whoever scans, over a message broker',
  options: {
    site: { kind: 'text', describe: 'name of the site that this worker stands at, as the targets file has it' },
    broker: { kind: 'text', describe: 'amqps://[USER@]HOST[:PORT][/VHOST] of the RabbitMQ that has the work' },
    ...brokerAccessOptions,
    allow: {
      kind: 'list',
      describe:
        'HOST, ADDRESS or RANGE that may be dialed, with or without :PORTS, also for what certificates point to (repeatable; nothing)',
    },
    'allow-file': { kind: 'text', describe: 'FILE with one --allow a line; # begins a comment' },
    ...{ concurrency, slow, 'per-address': perAddress, 'per-host': perHost, rate },
    'dns-server': dialOptions['dns-server'],
    'prove-possession': dialOptions['prove-possession'],
    ...clientOptions,
    'sign-key': {
      kind: 'text',
      describe: 'Ed25519 private key FILE (PEM) to sign what is seen, where the targets file has its public key',
    },
    listen: {
      kind: 'text',
      describe: 'ADDRESS:PORT for /healthz and /metrics; beyond this machine put a proxy with TLS before it (none)',
    },
  },
  examples: [
    [
      'worker --site outside --broker amqps://outside@mq.contoso.com --broker-ca ca.pem --allow im.contoso.com:443',
      'dials one name at one port, and nothing else',
    ],
    [
      'worker --site dmz --broker amqps://mq.contoso.com --broker-cert dmz.pem --broker-key dmz.key --allow 10.0.0.0/24',
      'known to the broker by its certificate',
    ],
  ],
  run: async (args, context) => {
    const { runWorkerCommand } = await import('../sites/run-worker.ts');
    return await runWorkerCommand(args, context);
  },
};
