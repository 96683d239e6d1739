import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import pLimit from 'p-limit';

import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { type ContosoCertificates, issueContosoCertificates, type ServerName } from './contoso-certificates.ts';
import { startContosoServers } from './contoso-servers.ts';
import { type Outcome, prepareLines } from './run-line.ts';
import type { CertificateMarks } from './tells-of.ts';

// node run-in-contoso.js < LINES: runs each of the command lines (a JSON array) by the shell, in the network of Contoso, and prints what became of them. To be run by
// `unshare -rnm`: the network, and the files of the system that name its DNS server and its trust anchors, are replaced.

export interface ContosoRun {
  /** In the order of the lines. */
  readonly outcomes: readonly Outcome[];
  /** The leaf of each server. */
  readonly leaves: Readonly<Record<ServerName, CertificateMarks>>;
}

/** At the same time. */
const lineLimit = 2;

const lines = JSON.parse(readFileSync(0, 'utf8')) as readonly string[];
const home = temporaryFolder();
const certificates = await issueContosoCertificates(home);
enterNetwork(certificates);
await startContosoServers(certificates);
await startExporter('127.0.0.1', 9115);
const run = prepareLines(home, certificates);
const limit = pLimit(lineLimit);
const outcomes = await Promise.all(lines.map((line) => limit(() => run(line))));
const leaves = Object.fromEntries(
  Object.entries(certificates.presented).map(([name, { chain }]) => [name, marksOf(chain[0]?.pem ?? '')]),
) as ContosoRun['leaves'];
process.stdout.write(JSON.stringify({ outcomes, leaves } satisfies ContosoRun), () => process.exit(0));

/** All addresses of 10.0.0.0/28 are this machine's, the DNS server of the network is asked for names, and its public root is trusted. */
function enterNetwork({ publicRoot }: ContosoCertificates): void {
  const replaced = {
    '/etc/hosts': '127.0.0.1 localhost\n',
    '/etc/resolv.conf': 'nameserver 127.0.0.1\n',
    '/etc/ssl/certs/ca-certificates.crt': publicRoot.pem,
  };
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('ip', ['address', 'add', '10.0.0.1/28', 'dev', 'lo']);
  for (const [path, content] of Object.entries(replaced)) {
    execFileSync('mount', ['--bind', home.write(path.replaceAll('/', '-'), content), path]);
  }
}

/** Starts blackbox_exporter and waits until it answers; it ends with this process. */
async function startExporter(address: string, port: number): Promise<void> {
  const configuration = repositoryPath('test/docs/blackbox.yml');
  const args = [`--config.file=${configuration}`, `--web.listen-address=${address}:${port}`];
  const child = spawn('prometheus-blackbox-exporter', args, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  while (child.exitCode === null && !(await canConnect(address, port)))
    await new Promise((done) => setTimeout(done, 25));
  if (child.exitCode !== null) throw new Error(`blackbox_exporter ended with ${child.exitCode}`);
}

function canConnect(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => resolve(true));
    socket.on('connect', () => socket.destroy()).on('error', () => resolve(false));
  });
}

function marksOf(pem: string): CertificateMarks {
  const { fingerprint256, fingerprint, validTo: notAfter } = new X509Certificate(pem);
  const hexadecimal = (text: string): string => text.replaceAll(':', '').toLowerCase();
  return { sha256: hexadecimal(fingerprint256), sha1: hexadecimal(fingerprint), pem, notAfter };
}
