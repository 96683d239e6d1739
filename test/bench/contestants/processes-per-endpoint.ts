import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

import { type Fleet, fleetAddress } from '../fleet.ts';
import { measure } from '../measure.ts';
import type { Contestant } from './contestant.ts';

/** A program that audits one endpoint and ends. All dial the fleet's address only. */
interface Tool {
  readonly name: string;
  /** Where it is: a name on the path, or a file. */
  readonly commands: readonly string[];
  /** It costs hundreds of times as much as the others: this many endpoints are enough to tell. */
  readonly atMost: number;
  readonly args: (fleet: Fleet) => string;
}

/** `{}` is the number that xargs puts in. */
const host = 'host-{}.fleet.contoso.com';

const tools: readonly Tool[] = [
  {
    name: 'openssl',
    commands: ['openssl'],
    atMost: 200,
    args: ({ port, rootFile }) =>
      `s_client -connect ${fleetAddress}:${port} -servername ${host} -verify_return_error -CAfile '${rootFile}'`,
  },
  {
    name: 'sslscan',
    commands: ['sslscan'],
    atMost: 200,
    args: ({ port }) => `--no-colour --sni-name=${host} ${fleetAddress}:${port}`,
  },
  {
    // A shell script that starts dozens of processes for each endpoint.
    name: 'check_ssl_cert',
    commands: ['check_ssl_cert', '/usr/lib/nagios/plugins/check_ssl_cert'],
    atMost: 20,
    args: ({ port, rootFile }) =>
      `-H ${host} --resolve ${fleetAddress} -p ${port} --rootcert-file '${rootFile}' --ignore-sct --ignore-ocsp`,
  },
];

/** Those of them that are installed (Debian: openssl, sslscan, monitoring-plugins-contrib), by name. */
export function processesPerEndpoint(): ReadonlyMap<string, Contestant | undefined> {
  return new Map(
    tools.map((tool) => {
      const command = tool.commands.find(isInstalled);
      return [tool.name, command === undefined ? undefined : underXargs(tool, command)];
    }),
  );
}

/** A process for each endpoint, one for each processor at once. */
function underXargs({ name, atMost, args }: Tool, command: string): Contestant {
  const endpoints = ({ size }: Fleet): number => Math.min(size, atMost);
  return {
    name: `${name} under xargs`,
    endpoints,
    // They remember nothing from one endpoint to the next, and take minutes.
    takesPart: ({ leaves }) => leaves === 'each',
    run: (fleet) => {
      const each = `seq 0 ${endpoints(fleet) - 1} | xargs -P ${availableParallelism()} -I{}`;
      return measure({ command: 'bash', args: ['-c', `${each} ${command} ${args(fleet)}`] });
    },
  };
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}
