import { createInStep } from '../../src/async/in-step.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createConnector } from '../../src/net/connector.ts';

// node connect-crowd.js PORT COUNT: opens as many connections at once, closes each as soon as it stands, prints how many stood.

const [port = '', count = ''] = process.argv.slice(2);
const connect = createConnector(createInStep(), { families: createAddressFamilies() });
const signal = AbortSignal.timeout(60_000);
const connected = await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const connection = await connect({ address: '127.0.0.1', port: Number(port), signal });
    if (connection.ok) connection.value.destroy();
    return connection.ok;
  }),
);
process.stdout.write(`${connected.filter(Boolean).length}\n`);
