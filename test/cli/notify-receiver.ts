import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Takes what a service tells systemd, through a datagram socket of the Unix family, which Node.js does not have. */
export interface NotifyReceiver {
  /** The value of NOTIFY_SOCKET. */
  readonly address: string;
  /** Every message so far, as its variables. */
  readonly messages: () => readonly (readonly string[])[];
  /** Resolves once a message has this variable. */
  readonly receives: (variable: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** As sd_notify(3) has it: `@` begins the name of an abstract socket; a barrier ends when its descriptor is closed. */
const program = `
import array, json, os, socket, sys
name = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind('\\0' + name[1:] if name.startswith('@') else name)
print('ready', flush=True)
while True:
    data, ancillary, _, _ = receiver.recvmsg(65536, 256)
    for level, kind, value in ancillary:
        descriptors = array.array('i')
        descriptors.frombytes(value)
        for descriptor in descriptors: os.close(descriptor)
    print(json.dumps(data.decode().split('\\n')), flush=True)
`;

/** `address`: a path, or `@` and a name. */
export async function startNotifyReceiver(address: string): Promise<NotifyReceiver> {
  const child = spawn('python3', ['-c', program, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  const messages: (readonly string[])[] = [];
  const watchers = new Set<() => void>();
  lines.on('line', (line) => {
    messages.push(JSON.parse(line) as readonly string[]);
    for (const watcher of watchers) watcher();
  });
  return {
    address,
    messages: () => messages.filter(([first]) => first !== 'BARRIER=1'),
    receives: (variable) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (messages.some((each) => each.includes(variable))) resolve();
        };
        watchers.add(look);
        look();
      }),
    close: async () => {
      child.kill();
      await once(child, 'close');
    },
  };
}
