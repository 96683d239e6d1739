import type { Presentation } from '../../src/lab/tls-listener.ts';
import { legacyOpensslEnvironment } from './legacy-openssl.ts';
import { presentedFiles } from './presented-files.ts';
import { freePort } from './free-port.ts';
import { startServer } from './server-process.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** One listening port of nginx. */
export interface NginxSite extends Presentation {
  /** A second certificate, of another kind of key, for the same names. */
  readonly alternative?: Presentation;
  /** Presented instead of the above to clients that send one of these names. */
  readonly byServerName?: ReadonlyMap<string, Presentation>;
  /** Further directives of the server block, for instance `ssl_protocols TLSv1.2;`. */
  readonly directives?: readonly string[];
}

export interface Nginx {
  readonly address: string;
  /** Ports by site. */
  readonly ports: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Starts one nginx with all the sites, each on a port of its own, from a generated configuration. */
export async function startNginx(folder: TemporaryFolder, sites: ReadonlyMap<string, NginxSite>): Promise<Nginx> {
  const ports = new Map<string, number>();
  for (const name of sites.keys()) ports.set(name, await freePort());
  const server = await startServer((ownPort) => {
    const blocks = [...sites].map(([name, site]) => siteBlocks(folder, site, ports.get(name) ?? 0));
    const config = folder.write(`nginx-${ownPort}.conf`, configuration(folder.path, ownPort, blocks));
    return {
      command: 'nginx',
      args: ['-p', folder.path, '-e', 'stderr', '-c', config],
      env: legacyOpensslEnvironment(folder),
    };
  });
  return { address: server.address, ports, stop: () => server.stop() };
}

function configuration(path: string, ownPort: number, blocks: readonly string[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off;',
    'master_process off;',
    `pid ${path}/nginx-${ownPort}.pid;`,
    'events { worker_connections 512; }',
    'http {',
    'access_log off;',
    'server_tokens off;',
    ...temporary.map((kind) => `${kind}_temp_path ${path}/${kind};`),
    // Listens last in the file and is bound with the others: when it accepts, all do.
    ...blocks,
    `server { listen 127.0.0.1:${ownPort}; return 204; }`,
    '}',
    '',
  ].join('\n');
}

function siteBlocks(folder: TemporaryFolder, site: NginxSite, port: number): string {
  const identity = (presentation: Presentation): readonly string[] => {
    const { chain, key } = presentedFiles(folder, presentation);
    return [`ssl_certificate ${chain};`, `ssl_certificate_key ${key};`];
  };
  const block = (listen: string, name: string, presented: readonly Presentation[]): string =>
    [
      'server {',
      `listen 127.0.0.1:${port} ssl ${listen};`,
      `server_name ${name};`,
      ...presented.flatMap(identity),
      ...(site.directives ?? ['ssl_protocols TLSv1.2 TLSv1.3;']),
      'return 204;',
      '}',
    ].join('\n');
  const own = site.alternative === undefined ? [site] : [site, site.alternative];
  const others = [...(site.byServerName ?? [])].map(([name, presentation]) => block('', name, [presentation]));
  return [block('default_server', '_', own), ...others].join('\n');
}
