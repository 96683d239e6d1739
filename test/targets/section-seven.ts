/** The targets file of the design's section 7, as it stands there. */
export const sectionSeven = {
  trustStores: { contoso: { files: ['contoso-root.pem'] }, public: { bundled: 'mozilla' } },
  deployments: [
    {
      name: 'contoso',
      policy: 'cwa-2007-r2',
      trust: { internal: ['contoso'], external: ['contoso', 'public'], mtls: ['contoso'] },
      virtualServers: [
        {
          url: 'https://im.contoso.com',
          access: 'external',
          servers: [
            {
              fqdn: 'cwa01.contoso.local',
              address: '10.0.0.11',
              httpsPort: 443,
              mtlsPort: 5061,
              mtlsAddress: '10.0.0.11',
            },
          ],
          loadBalancer: { address: '10.0.0.10', port: 443, decryptsTls: true },
          reverseProxy: {
            fqdn: 'im.contoso.com',
            external: { url: 'https://im.contoso.com', address: '203.0.113.10', port: 443 },
            internal: { address: '10.0.1.5', port: 443 },
          },
        },
      ],
    },
  ],
  targets: [
    {
      host: 'www.contoso.com',
      port: 443,
      address: '192.0.2.7',
      role: 'server',
      policy: 'tls-server',
      trust: ['public'],
    },
  ],
} as const;
