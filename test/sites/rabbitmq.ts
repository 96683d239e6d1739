import { type ChildProcess, execFile, execFileSync, spawn, type SpawnOptionsWithStdioTuple } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import type { TemporaryFolder } from '../estate/temporary-folder.ts';

/** A user of the broker: its password, what it may do with queues and exchanges by name, and with keys of the topic exchange. */
export interface BrokerUser {
  readonly name: string;
  readonly password: string;
  /** Regular expressions for configure, write and read; absent: everything. */
  readonly permissions?: readonly [configure: string, write: string, read: string];
  /** The same for writing to and binding at the exchange `certmuster`; absent: every key. */
  readonly topic?: readonly [write: string, read: string];
}

export interface TlsOfBroker {
  /** Where it listens for TLS; absent: on loopback, as it does without. */
  readonly address?: string;
  readonly ca: string;
  readonly chain: string;
  readonly key: string;
}

/** Messages that were confirmed to a broker, and how often it handed one out again. */
export interface MessageCounts {
  readonly acknowledged: number;
  readonly redelivered: number;
}

/** A RabbitMQ of its own on loopback, with its data in a folder. */
export interface Broker {
  readonly port: number;
  /** With `tls` only. */
  readonly tlsPort: number;
  readonly url: (user: string) => string;
  /** Of its first process; the others are its children. */
  readonly pid: () => number | undefined;
  /** Rejects when it has ended, and nobody here has ended it. */
  readonly failed: Promise<never>;
  /** Ends the broker as a power cut does. */
  readonly kill: () => Promise<void>;
  /** Starts it again, with what it had kept. */
  readonly start: () => Promise<void>;
  readonly environment: NodeJS.ProcessEnv;
  readonly control: (...args: readonly string[]) => string;
  /** Since it was started. */
  readonly messages: () => Promise<MessageCounts>;
  readonly close: () => Promise<void>;
}

const programs = '/usr/lib/rabbitmq/bin';

/** Starts a broker; the users stand in a file of definitions that it reads at each start. */
export async function startBroker(
  folder: TemporaryFolder,
  { users, tls }: { readonly users: readonly BrokerUser[]; readonly tls?: TlsOfBroker },
): Promise<Broker> {
  const [port, tlsPort, distribution, mapper] = await freePorts(4);
  const definitions = folder.write('definitions.json', JSON.stringify(definitionsOf(users)));
  const configuration = folder.write(
    'rabbitmq.conf',
    [
      `listeners.tcp.1 = 127.0.0.1:${port}`,
      `load_definitions = ${definitions}`,
      'log.console = true',
      'log.console.level = error',
      'log.file = false',
      'vm_memory_high_watermark.absolute = 1GB',
      'disk_free_limit.absolute = 50MB',
      'loopback_users = none',
      ...(tls === undefined
        ? []
        : [
            `listeners.ssl.1 = ${tls.address ?? '127.0.0.1'}:${tlsPort}`,
            `ssl_options.cacertfile = ${tls.ca}`,
            `ssl_options.certfile = ${tls.chain}`,
            `ssl_options.keyfile = ${tls.key}`,
            'ssl_options.verify = verify_peer',
            'ssl_options.fail_if_no_peer_cert = true',
            'ssl_cert_login_from = common_name',
            'auth_mechanisms.1 = EXTERNAL',
            'auth_mechanisms.2 = PLAIN',
          ]),
      '',
    ].join('\n'),
  );
  const plugins = folder.write('enabled_plugins', tls === undefined ? '[].\n' : '[rabbitmq_auth_mechanism_ssl].\n');
  const environment = {
    PATH: process.env['PATH'] ?? '',
    LANG: 'C.UTF-8',
    HOME: folder.path,
    RABBITMQ_NODENAME: `certmuster-${port}@localhost`,
    RABBITMQ_CONFIG_FILE: configuration,
    RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_MNESIA_BASE: `${folder.path}/data`,
    RABBITMQ_LOG_BASE: `${folder.path}/log`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(mapper),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  // Started here, so that it ends with us: started by the broker it would outlive both.
  const epmd = spawn(...asOurs('epmd', '-port', String(mapper), '-address', '127.0.0.1'), groupOf(environment));
  let server: ChildProcess | undefined;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  const start = async (): Promise<void> => {
    const started = spawn(...asOurs(`${programs}/rabbitmq-server`), groupOf(environment));
    server = started;
    let output = '';
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    started.once('exit', () => {
      if (server === started) fail(new Error(`RabbitMQ ended by itself: ${output}`));
    });
    await untilListening(tls === undefined ? port : tlsPort, () => output);
  };
  const kill = async (): Promise<void> => {
    const running = server;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    server = undefined;
    // The script and the machine that it starts are one group.
    process.kill(-running.pid, 'SIGKILL');
    await ended;
    // The machine goes a moment after the script.
    while (await isListening(port)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await start();
  const control = (...args: readonly string[]): string =>
    execFileSync(`${programs}/rabbitmqctl`, args, { env: environment, encoding: 'utf8', stdio: 'pipe' });
  return {
    ...{ port, tlsPort, kill, start, control, environment, failed },
    pid: () => server?.pid,
    url: (user) => `amqp://${user}@127.0.0.1:${port}`,
    messages: async () => {
      const asking = promisify(execFile)(`${programs}/rabbitmqctl`, ['eval', 'rabbit_global_counters:overview().'], {
        env: environment,
      });
      return readCounts((await asking).stdout);
    },
    close: async () => {
      await kill();
      const ended = once(epmd, 'exit');
      epmd.stdin.end();
      await ended;
    },
  };
}

/** Sums over the kinds of queues; the text is that of an Erlang term. */
function readCounts(overview: string): MessageCounts {
  const sum = (name: string): number =>
    [...overview.matchAll(new RegExp(`\\b${name} => (\\d+)`, 'g'))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  return {
    acknowledged: sum('messages_acknowledged_total'),
    redelivered: sum('messages_redelivered_total'),
  };
}

/** A command whose whole group ends when it does, or when this process does, however that ends: then its standard input is closed. */
function asOurs(...command: readonly string[]): [string, string[]] {
  const script = 'exec 3<&0; "$@" </dev/null & cat <&3 >/dev/null & wait -n; kill -KILL -- -$$';
  return ['bash', ['-c', script, 'bash', ...command]];
}

function groupOf(env: NodeJS.ProcessEnv): SpawnOptionsWithStdioTuple<'pipe', 'pipe', 'pipe'> {
  return { stdio: ['pipe', 'pipe', 'pipe'], env, detached: true };
}

function definitionsOf(users: readonly BrokerUser[]) {
  return {
    vhosts: [{ name: '/' }],
    users: users.map(({ name, password }) => ({
      name,
      password_hash: hashPassword(password),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: '',
    })),
    permissions: users.map(({ name, permissions: [configure, write, read] = ['.*', '.*', '.*'] }) => ({
      ...{ user: name, vhost: '/', configure, write, read },
    })),
    topic_permissions: users.flatMap(({ name, topic }) =>
      topic === undefined ? [] : [{ user: name, vhost: '/', exchange: 'certmuster', write: topic[0], read: topic[1] }],
    ),
    exchanges: [
      {
        ...{ name: 'certmuster', vhost: '/', type: 'topic', durable: true, auto_delete: false, internal: false },
        arguments: {},
      },
    ],
  };
}

/** Salt of four bytes and the digest behind it, in base64. */
function hashPassword(password: string): string {
  const salt = randomBytes(4);
  return Buffer.concat([salt, createHash('sha256').update(salt).update(password).digest()]).toString('base64');
}

async function freePorts(count: number): Promise<readonly [number, number, number, number]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as unknown as readonly [number, number, number, number];
}

async function untilListening(port: number, output: () => string): Promise<void> {
  for (let tries = 0; tries < 900; tries += 1) {
    if (await isListening(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing listens on port ${port}: ${output()}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
