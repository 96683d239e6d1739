import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fleetHost } from '../../bench/memory/leaf-mint.ts';
import type { TemporaryFolder } from '../../estate/temporary-folder.ts';
import { repositoryPath } from '../../repository-path.ts';

/** One server with a leaf and a key of its own for every name, in a process of its own. */
export interface SoakServer {
  readonly rootFile: string;
  readonly port: number;
  readonly pid: number | undefined;
  /** How many hellos came. */
  readonly hellos: () => Promise<number>;
  readonly close: () => void;
}

export async function startSoakServer(folder: TemporaryFolder): Promise<SoakServer> {
  const rootFile = join(folder.path, 'root.pem');
  const program = repositoryPath('dist/test/bench/memory/cheap-server.js');
  const server = spawn(process.execPath, [program, rootFile], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => (await lines.next()).value ?? '';
  const [port] = (await nextLine()).split(' ');
  return {
    ...{ rootFile, port: Number(port), pid: server.pid },
    hellos: () => {
      server.stdin.write('\n');
      return nextLine().then(Number);
    },
    close: () => void server.stdin.end(),
  };
}

/** The endpoints of a fleet take turns with the sites that they are to be seen from. */
export function siteOfIndex(index: number, sites: readonly string[]): string {
  return sites[index % sites.length] ?? '';
}

/** What is to be audited. */
export interface SoakFleet {
  readonly size: number;
  readonly sites: readonly string[];
}

/** Writes so many targets, a line each. */
export function writeTargets(folder: TemporaryFolder, { size, sites }: SoakFleet, port: number): string {
  const file = join(folder.path, 'targets.ndjson');
  const lines = Array.from({ length: size }, (_, index) =>
    JSON.stringify({ host: fleetHost(index), address: '127.0.0.1', port, site: siteOfIndex(index, sites) }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
