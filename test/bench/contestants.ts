import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { repositoryPath } from '../repository-path.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { type Fleet, fleetAddress } from './fleet.ts';
import type { MeasuredCommand } from './measure.ts';

/** A program that goes over a fleet, as a whole process. */
export interface Contestant {
  readonly name: string;
  /** Endpoints it is given: processes for each endpoint get fewer. */
  readonly endpoints: (fleet: Fleet) => number;
  /** Absent: in every fleet. */
  readonly takesPart?: (fleet: Fleet) => boolean;
  readonly command: (fleet: Fleet) => MeasuredCommand;
  /** Throws where it did not do what it was measured for. */
  readonly verify?: (fleet: Fleet) => void;
}

/** The same for everyone. */
const concurrency = 64;

/** What is a process for each endpoint costs hundreds of times as much: this many are enough to tell. */
const fewEndpoints = 200;

/** check_ssl_cert is a shell script that starts dozens of processes for each. */
const fewerEndpoints = 20;

/** Everyone who can be run on this machine; certmuster first. */
export function findContestants(folder: TemporaryFolder): readonly Contestant[] {
  const withPrimes: Contestant = {
    ...certmuster(folder, 'certmuster, --compare-moduli 1024', ['--compare-moduli', '1024']),
    takesPart: ({ kind, leaves }) => kind === 'rsa-2048' && leaves === 'each',
  };
  return [
    certmuster(folder, 'certmuster, full audit'),
    withPrimes,
    connectLoop('tls.connect, one secure context'),
    connectLoop('tls.connect as people write it', ['context-each']),
    ...goPrograms(folder),
    ...processesPerEndpoint(),
  ];
}

function certmuster(folder: TemporaryFolder, name: string, options: readonly string[] = []): Contestant {
  const output = join(folder.path, 'certmuster.ndjson');
  return {
    name,
    endpoints: ({ size }) => size,
    command: ({ targetsFile, rootFile }) => ({
      command: process.execPath,
      args: [
        repositoryPath('bin/certmuster.js'),
        ...['scan', targetsFile, '--trust', rootFile, '--concurrency', String(concurrency)],
        ...['--format', 'ndjson', '--output', output, '--quiet', ...options],
      ],
    }),
    verify: ({ size, protocol }) => {
      const endpoints = readFileSync(output, 'utf8')
        .trimEnd()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      const sound = endpoints.filter(
        ({ verdict, handshake, trust }) =>
          (verdict === 'pass' || verdict === 'warn') &&
          handshake.protocol === protocol &&
          handshake.keyPossession === 'proven' &&
          trust[0].path.length === 3,
      );
      if (sound.length !== size) throw new Error(`${sound.length} of ${size} endpoints were audited and found sound`);
    },
  };
}

/** Node's own, the handshake only. */
function connectLoop(name: string, options: readonly string[] = []): Contestant {
  return {
    name,
    endpoints: ({ size }) => size,
    command: ({ targetsFile }) => ({
      command: process.execPath,
      args: [repositoryPath('dist/test/bench/connect-loop.js'), targetsFile, String(concurrency), ...options],
    }),
  };
}

/** Built where Go is installed (Debian: golang-go). */
function goPrograms(folder: TemporaryFolder): readonly Contestant[] {
  const program = join(folder.path, 'go-scan');
  const source = repositoryPath('test/bench/go/main.go');
  const built = spawnSync('go', ['build', '-o', program, source], {
    encoding: 'utf8',
    env: { GOCACHE: join(folder.path, 'go-cache'), ...process.env },
  });
  if (built.error !== undefined) return [];
  if (built.status !== 0) throw new Error(`the Go program cannot be built: ${built.stderr}`);
  const named = (name: string, root: (fleet: Fleet) => readonly string[]): Contestant => ({
    name,
    endpoints: ({ size }) => size,
    command: (fleet) => ({ command: program, args: [fleet.targetsFile, String(concurrency), ...root(fleet)] }),
  });
  return [
    named('Go crypto/tls, verified', ({ rootFile }) => [rootFile]),
    named('Go crypto/tls, handshake only', () => []),
  ];
}

/** Those that are installed (Debian: openssl, sslscan, monitoring-plugins-contrib). All dial the fleet's address only. */
function processesPerEndpoint(): readonly Contestant[] {
  const name = 'host-{}.fleet.contoso.com';
  return [
    perEndpoint(['openssl'], fewEndpoints, (tool, { port, rootFile }) => {
      const verifying = `-verify_return_error -CAfile '${rootFile}'`;
      return `${tool} s_client -connect ${fleetAddress}:${port} -servername ${name} ${verifying}`;
    }),
    perEndpoint(['sslscan'], fewEndpoints, (tool, { port }) => {
      return `${tool} --no-colour --sni-name=${name} ${fleetAddress}:${port}`;
    }),
    perEndpoint(['check_ssl_cert', '/usr/lib/nagios/plugins/check_ssl_cert'], fewerEndpoints, (tool, fleet) => {
      const { port, rootFile } = fleet;
      const trusting = `--rootcert-file '${rootFile}' --ignore-sct --ignore-ocsp`;
      return `${tool} -H ${name} --resolve ${fleetAddress} -p ${port} ${trusting}`;
    }),
  ].flat();
}

/** A process for each endpoint, one for each processor at once; nobody where none of the names is installed. */
function perEndpoint(
  names: readonly string[],
  atMost: number,
  commandLine: (tool: string, fleet: Fleet) => string,
): readonly Contestant[] {
  const tool = names.find(isInstalled);
  if (tool === undefined) return [];
  const endpoints = ({ size }: Fleet): number => Math.min(size, atMost);
  return [
    {
      name: `${names[0]} under xargs`,
      endpoints,
      // They remember nothing from one endpoint to the next, and take minutes.
      takesPart: ({ leaves }) => leaves === 'each',
      command: (fleet) => {
        const each = `seq 0 ${endpoints(fleet) - 1} | xargs -P ${availableParallelism()} -I{}`;
        return { command: 'bash', args: ['-c', `${each} ${commandLine(tool, fleet)}`] };
      },
    },
  ];
}

function isInstalled(tool: string): boolean {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}
