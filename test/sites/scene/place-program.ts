import { readFileSync } from 'node:fs';

import { startTlsListener, type TlsListenerOptions } from '../../../src/lab/tls-listener.ts';
import { startDnsServer } from '../../net/dns-server.ts';

/** What one network has: servers, and what its DNS says. */
export interface Place {
  readonly listeners: readonly {
    readonly address: string;
    readonly port: number;
    /** PEM. */
    readonly chain: readonly string[];
    readonly key: string;
    /** PEM of the CA whose client certificates it asks for; absent: it asks for none. */
    readonly clientAuthority?: string;
  }[];
  /** Addresses by name. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

// node place-program.js FILE: serves what the file says, DNS on port 53 of loopback, and prints `ready`.

const [file = ''] = process.argv.slice(2);
const { listeners, names } = JSON.parse(readFileSync(file, 'utf8')) as Place;
await Promise.all(
  listeners.map(({ address, port, chain, key, clientAuthority }) =>
    startTlsListener({
      ...{ address, port, key: { pem: key } },
      chain: chain.map((pem) => ({ pem })),
      ...(clientAuthority === undefined ? {} : { clientAuthorities: [{ pem: clientAuthority }] }),
    } as unknown as TlsListenerOptions),
  ),
);
await startDnsServer(Object.fromEntries(Object.entries(names).map(([name, addresses]) => [name, { addresses }])), {
  port: 53,
});
process.stdout.write('ready\n');
// Standard input ends with the process that started this one.
process.stdin.resume().once('end', () => process.exit(0));
