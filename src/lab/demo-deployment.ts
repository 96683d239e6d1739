import type { TargetsFile } from '../model/targets-file.ts';
import { type CertificateAuthority, createAuthority } from './authority.ts';
import { type DemoCertificates, issueDemoCertificates, type ListenerName } from './demo-certificates.ts';
import { type DemoStory, demoStories } from './demo-expectations.ts';
import { type Listener, startTlsListener, type TlsListenerOptions } from './tls-listener.ts';

/** A Communicator Web Access deployment on loopback, part of it deliberately wrong. */
export interface DemoDeployment {
  /** What an operator would write; its trust store names a file of `trustFiles`, which is on no disk. */
  readonly targets: TargetsFile;
  /** PEM text by the file name that the targets file uses. */
  readonly trustFiles: ReadonlyMap<string, string>;
  /** What DNS would say of each name, so that no real name is ever looked up. */
  readonly resolve: ReadonlyMap<string, readonly string[]>;
  /** What was planted, and why anyone would meet it. Any cause beside those of the stories is a mistake of ours. */
  readonly stories: readonly DemoStory[];
  /** Address and port of each listener. */
  readonly places: ReadonlyMap<ListenerName, { readonly address: string; readonly port: number }>;
  close(): Promise<void>;
}

/**
 * Starts the deployment: an array of two servers behind a load balancer that decrypts, published by a reverse proxy under
 * another URL. Certificates are made for `now`. An aborted signal closes everything.
 */
export async function startDemoDeployment(options: {
  readonly now: Date;
  readonly signal?: AbortSignal;
}): Promise<DemoDeployment> {
  const authority = await createAuthority({ organization: 'Contoso', now: options.now });
  const listeners = await startListeners(await issueDemoCertificates(authority), authority);
  const close = async (): Promise<void> => {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  if (options.signal?.aborted) await close();
  return {
    targets: targetsFile(listeners),
    trustFiles: new Map([[rootFile, authority.root.pem]]),
    resolve: nameResolution(listeners),
    stories: demoStories,
    places: listeners,
    close,
  };
}

const rootFile = 'contoso-root.pem';

/** Only the first of them exists on systems other than Linux: there everything listens on it, told apart by port. */
const addresses: Readonly<Record<ListenerName, string>> = {
  balancer: '127.0.0.10',
  cwa01: '127.0.0.11',
  cwa02: '127.0.0.12',
  'cwa01-mtls': '127.0.0.11',
  'cwa02-mtls': '127.0.0.12',
  'proxy-outside': '127.0.0.20',
  'proxy-inside': '127.0.0.21',
};

/** Where `download.im.contoso.com` still points in this DNS; nothing is dialed there. */
const retiredAddress = '127.0.0.99';

async function startListeners(
  certificates: DemoCertificates,
  authority: CertificateAuthority,
): Promise<ReadonlyMap<ListenerName, Listener>> {
  const started = await Promise.all(
    Object.entries(certificates).map(async ([name, presentation]): Promise<[ListenerName, Listener]> => {
      const own = name === 'cwa01-mtls' ? { clientAuthorities: [authority.root] } : {};
      const options = { ...presentation, ...own, address: addresses[name as ListenerName] };
      return [name as ListenerName, await startSomewhere(options)];
    }),
  );
  return new Map(started);
}

async function startSomewhere(options: TlsListenerOptions): Promise<Listener> {
  try {
    return await startTlsListener(options);
  } catch {
    return await startTlsListener({ ...options, address: '127.0.0.1' });
  }
}

function targetsFile(listeners: ReadonlyMap<ListenerName, Listener>): TargetsFile {
  const at = (name: ListenerName): { address: string; port: number } => {
    const { address, port } = listener(listeners, name);
    return { address, port };
  };
  const server = (name: 'cwa01' | 'cwa02') => ({
    fqdn: `${name}.contoso.local`,
    address: at(name).address,
    httpsPort: at(name).port,
    mtlsAddress: at(`${name}-mtls`).address,
    mtlsPort: at(`${name}-mtls`).port,
  });
  return {
    trustStores: { contoso: { files: [rootFile] } },
    deployments: [
      {
        name: 'contoso',
        policy: 'cwa-2007-r2',
        trust: { internal: ['contoso'], external: ['contoso'], mtls: ['contoso'] },
        virtualServers: [
          {
            url: 'https://im.contoso.com',
            access: 'external',
            servers: [server('cwa01'), server('cwa02')],
            loadBalancer: { ...at('balancer'), decryptsTls: true },
            reverseProxy: {
              fqdn: 'proxy.contoso.com',
              external: { url: 'https://chat.contoso.com', ...at('proxy-outside') },
              internal: at('proxy-inside'),
            },
          },
        ],
      },
    ],
  };
}

function nameResolution(listeners: ReadonlyMap<ListenerName, Listener>): ReadonlyMap<string, readonly string[]> {
  const at = (name: ListenerName): readonly string[] => [listener(listeners, name).address];
  return new Map([
    ['im.contoso.com', at('balancer')],
    ['as.im.contoso.com', at('balancer')],
    ['download.im.contoso.com', [retiredAddress]],
    ['chat.contoso.com', at('proxy-outside')],
    ['as.chat.contoso.com', at('proxy-outside')],
    ['download.chat.contoso.com', at('proxy-outside')],
    ['proxy.contoso.com', at('proxy-outside')],
    ['cwa01.contoso.local', at('cwa01-mtls')],
    ['cwa02.contoso.local', at('cwa02-mtls')],
  ]);
}

function listener(listeners: ReadonlyMap<ListenerName, Listener>, name: ListenerName): Listener {
  const found = listeners.get(name);
  if (found === undefined) throw new Error(`nothing listens for ${name}`);
  return found;
}
