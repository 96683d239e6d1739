import { createServer } from 'node:net';

/** Below the range that the kernel takes outgoing ports from. */
const firstPort = 20_000;
const portsPerProcess = 120;
const processes = 100;

/**
 * A port of this machine that nothing listens on. Test files run side by side, each in a process, and what one finds free
 * another could take before the server does: so every process claims a range of its own.
 */
export async function freePort(): Promise<number> {
  claimed ??= claimRange();
  const range = await claimed;
  for (let tried = 0; tried < portsPerProcess; tried += 1) {
    const port = range.firstPort + (range.taken++ % portsPerProcess);
    if (await listens(port)) return port;
  }
  throw new Error('no port of the range is free');
}

interface PortRange {
  readonly firstPort: number;
  taken: number;
}

let claimed: Promise<PortRange> | undefined;

/** The claim is a listening socket, which the kernel gives back however the process ends. */
async function claimRange(): Promise<PortRange> {
  for (let index = 0; index < processes; index += 1) {
    if (await listens(firstPort - processes + index, 'until exit')) {
      return { firstPort: firstPort + index * portsPerProcess, taken: 0 };
    }
  }
  throw new Error(`${processes} processes hold a range of ports each`);
}

function listens(port: number, howLong?: 'until exit'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => {
      if (howLong === undefined) {
        server.close(() => resolve(true));
        return;
      }
      server.unref();
      resolve(true);
    });
  });
}
