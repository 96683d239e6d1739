import type { Place } from './place-program.ts';
import type { Presented, SceneCertificates } from './scene-certificates.ts';

/** The networks and what stands in each. Nothing is forwarded between them. */
export function placesOf({
  listeners,
  root,
}: SceneCertificates): Readonly<Record<'inside' | 'dmz' | 'outside', Place>> {
  const at = (address: string, presented: Presented, port = 443) => ({ address, port, ...presented });
  const both = (host: string, addresses: readonly string[]) =>
    Object.fromEntries(['', 'as.', 'download.'].map((prefix) => [`${prefix}${host}`, addresses]));
  return {
    inside: {
      listeners: [
        at('10.0.1.11', listeners.array),
        at('10.0.1.12', listeners.array),
        { ...at('10.0.1.11', listeners.mtls01, 5_061), clientAuthority: root },
        { ...at('10.0.1.12', listeners.mtls02, 5_061), clientAuthority: root },
      ],
      names: {
        'cwa01.contoso.local': ['10.0.1.11'],
        'cwa02.contoso.local': ['10.0.1.12'],
        ...both('cwa.contoso.com', ['10.0.1.11', '10.0.1.12']),
        ...both('im.contoso.com', ['10.0.1.40']),
        ...both('meet.contoso.com', ['10.0.1.30']),
      },
    },
    dmz: {
      listeners: [
        at('10.0.1.5', listeners.inner),
        at('10.0.1.30', listeners.meetInside),
        at('10.0.1.40', listeners.shortcut),
        at('203.0.113.10', listeners.outer),
        at('203.0.113.30', listeners.meetOutside),
        at('10.9.9.9', listeners.relay),
      ],
      names: { 'relay.contoso.com': ['10.9.9.9'] },
    },
    outside: {
      listeners: [],
      names: { ...both('im.contoso.com', ['203.0.113.10']), ...both('meet.contoso.com', ['203.0.113.30']) },
    },
  };
}

/** What an operator writes. `root.pem` and `outside.pub` stand beside the file. */
export const sceneTargets = {
  trustStores: { contoso: { files: ['root.pem'] } },
  sites: [{ name: 'inside' }, { name: 'outside', publicKey: 'outside.pub' }, { name: 'dmz' }],
  deployments: [
    {
      name: 'contoso',
      policy: 'cwa-2007-r2',
      sites: { internal: 'inside', external: 'outside' },
      trust: { internal: ['contoso'], external: ['contoso'], mtls: ['contoso'] },
      virtualServers: [
        {
          url: 'https://cwa.contoso.com',
          servers: [
            { fqdn: 'cwa01.contoso.local', mtlsPort: 5_061 },
            { fqdn: 'cwa02.contoso.local', mtlsPort: 5_061 },
          ],
          reverseProxy: {
            fqdn: 'proxy.contoso.com',
            external: { url: 'https://im.contoso.com' },
            internal: { address: '10.0.1.5' },
          },
        },
        { url: 'https://meet.contoso.com', access: 'both' },
      ],
    },
  ],
  targets: [{ host: 'relay.contoso.com', site: 'dmz', role: 'server', policy: 'tls-server', trust: ['contoso'] }],
};
