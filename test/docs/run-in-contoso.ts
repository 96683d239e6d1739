import { execFile, execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { type ContosoCertificates, issueContosoCertificates, type ServerName } from './contoso-certificates.ts';
import { startContosoServers } from './contoso-servers.ts';
import type { CertificateMarks } from './tells-of.ts';

// node run-in-contoso.js < LINES: runs each of the command lines (a JSON array) by the shell, each in a folder of its own, in the network of Contoso, and prints
// what became of them. To be run by `unshare -rnm`: the network, the files of the system that name its DNS server and its trust anchors are replaced.

/** What a command line left behind. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that it wrote, by name. */
  readonly files: Readonly<Record<string, string>>;
}

export interface ContosoRun {
  readonly outcomes: readonly Outcome[];
  /** The leaf of each server. */
  readonly leaves: Readonly<Record<ServerName, CertificateMarks>>;
}

/** No line of the tables takes longer than a second or two. */
const lineTimeoutMs = 30_000;
const exporterPort = 9115;

const lines = JSON.parse(readFileSync(0, 'utf8')) as readonly string[];
const home = temporaryFolder();
const certificates = await issueContosoCertificates(home);
enterNetwork(certificates);
await startContosoServers(certificates);
const exporter = await startExporter();
const outcomes: Outcome[] = [];
for (const line of lines) outcomes.push(await run(line, certificates));
exporter.kill();
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

function marksOf(pem: string): CertificateMarks {
  const certificate = new X509Certificate(pem);
  const hexadecimal = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();
  const { fingerprint, fingerprint256, validTo: notAfter } = certificate;
  return { sha256: hexadecimal(fingerprint256), sha1: hexadecimal(fingerprint), pem, notAfter };
}

async function startExporter() {
  const configuration = repositoryPath('test/docs/blackbox.yml');
  const address = `127.0.0.1:${exporterPort}`;
  const args = [`--config.file=${configuration}`, `--web.listen-address=${address}`];
  const child = spawn('prometheus-blackbox-exporter', args, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  while (child.exitCode === null && !(await canConnect(exporterPort)))
    await new Promise((done) => setTimeout(done, 25));
  return child;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('connect', () => socket.destroy()).on('error', () => resolve(false));
  });
}

async function run(
  line: string,
  { presented, privateRoot, publicRoot, trustData }: ContosoCertificates,
): Promise<Outcome> {
  const folder = mkdtempSync(join(home.path, 'line-'));
  const given = {
    'hosts.txt': 'www.contoso.com\nold.contoso.com\n',
    'root.pem': privateRoot.pem,
    'new.pem': presented.www.chain.map(({ pem }) => pem).join(''),
  };
  for (const [name, content] of Object.entries(given)) writeFileSync(join(folder, name), content);
  const commands = join(home.path, 'bin');
  mkdirSync(commands, { recursive: true });
  const program = `#!/bin/sh\nexec '${process.execPath}' '${repositoryPath('bin/certmuster.js')}' "$@"  --trust-data $CERTMUSTER_TRUST_DATA\n`;
  writeFileSync(join(commands, 'certmuster'), program, { mode: 0o755 });
  const environment = {
    PATH: `${commands}:${process.env['PATH']}:/usr/lib/nagios/plugins`,
    NO_COLOR: '1',
    SSL_CERT_FILE: home.write('public-root.pem', publicRoot.pem),
    CERTMUSTER_TRUST_DATA: home.write('roots.json', trustData),
  };
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment, timeout: lineTimeoutMs, maxBuffer: 16 * 1_048_576 };
    const child = execFile('bash', ['--norc', '-c', line], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      const written = readdirSync(folder).filter((name) => !(name in given));
      const files = Object.fromEntries(written.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
      resolve({ exitCode, stdout, stderr, files });
    });
    child.stdin?.end();
  });
}
