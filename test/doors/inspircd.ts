import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { dataFolder } from './server-family.ts';

/** Starts InspIRCd; without a presentation it does not offer STARTTLS. */
export function startInspircd(folder: TemporaryFolder, presentation: Presentation | undefined): Promise<ServerProcess> {
  return startServer((port) => {
    const data = dataFolder(folder, `inspircd-${port}`);
    const config = folder.write(`inspircd-${port}.conf`, configuration(data, port, tls(folder, presentation)));
    const asRoot = process.getuid?.() === 0 ? ['--runasroot'] : [];
    return { command: 'inspircd', args: ['--nofork', ...asRoot, `--config=${config}`] };
  });
}

function tls(folder: TemporaryFolder, presentation: Presentation | undefined): readonly string[] {
  if (presentation === undefined) return [];
  const { chain, key } = presentedFiles(folder, presentation);
  return [
    '<module name="ssl_gnutls">',
    `<sslprofile name="Clients" provider="gnutls" certfile="${chain}" keyfile="${key}">`,
    '<module name="starttls">',
    '<gnutls starttls="Clients">',
  ];
}

function configuration(data: string, port: number, rest: readonly string[]): string {
  return [
    '<config format="xml">',
    '<server name="irc.contoso.com" description="test" id="97K" network="test">',
    '<admin name="test" nick="test" email="test@irc.contoso.com">',
    `<bind address="127.0.0.1" port="${port}" type="clients">`,
    '<connect allow="*" timeout="30">',
    `<path configdir="${data}" datadir="${data}" logdir="${data}">`,
    `<pid file="${data}/inspircd.pid">`,
    `<log method="file" type="*" level="default" target="${data}/inspircd.log">`,
    '<module name="cap">',
    ...rest,
    '',
  ].join('\n');
}
