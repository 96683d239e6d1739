import type { Command } from '../command.ts';
import { brokerAccessOptions } from '../options/broker-options.ts';
import { clientOptions } from '../options/client-options.ts';
import { dialOptions } from '../options/dial-options.ts';
import { limitOptions } from '../options/limit-options.ts';

const { concurrency, slow, 'per-address': perAddress, 'per-host': perHost, rate } = limitOptions;

export const workerCommand: Command = {
  name: 'worker',
  positionals: [],
  describe: 'Dials the endpoints of its site for scans that run elsewhere, over a message broker',
  options: {
    site: { kind: 'text', describe: 'name of the site where this worker runs, as in the targets file' },
    broker: { kind: 'text', describe: 'RabbitMQ that has the work: amqps://[USER@]HOST[:PORT][/VHOST]' },
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
      describe: 'Ed25519 private key FILE (PEM) that signs observations; its public key stands in the targets file',
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
      'logs in by its client certificate',
    ],
  ],
  run: async (args, context) => {
    const { runWorkerCommand } = await import('../sites/run-worker.ts');
    return await runWorkerCommand(args, context);
  },
};
