import { createAuthority, issueIntermediate } from '../../src/lab/certificate-authority.ts';
import { clientAuth, codeSigning, serverAuth } from '../../src/lab/certificate-profile.ts';
import { sharingNames } from '../../src/lab/demo-certificates.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';
import type { TargetDeclaration, VirtualServerDeclaration } from '../../src/model/targets-file.ts';
import {
  type Contoso,
  daysFromNow,
  mtlsPresentation,
  serverFqdn,
  sslPresentation,
  urlHost,
  urlNames,
} from './contoso.ts';
import type { NginxSite } from './nginx.ts';
import { downgraded, ellipticExchange, rsaExport, type Script, withClockAt } from './scripted/peers.ts';

/** A server to start: what listens, and what it is told. */
export type Listening =
  | { readonly by: 'nginx'; readonly site: NginxSite }
  | { readonly by: 'openssl'; readonly presentation: Presentation; readonly args: readonly string[] }
  | {
      readonly by: 'gnutls';
      readonly presentation: Presentation;
      readonly priority: string;
      readonly args: readonly string[];
    }
  | { readonly by: 'script'; readonly script: Script }
  /** A port that nothing listens on. */
  | { readonly by: 'nobody' };

/** Where a listener ended up. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/**
 * A deployment with one thing wrong. What it does not name is the sound listener that all of them share. Its name is the
 * check that has to see the fault, with a suffix where a check has several.
 */
export interface PlantedFault {
  readonly name: string;
  /** Further listeners, by a name of their own; `https` and `mtls` replace the sound ones. */
  readonly listeners?: Readonly<Record<string, Listening>>;
  /** Changes to the virtual server as declared. */
  readonly declare?: (place: (name: string) => Place) => Partial<VirtualServerDeclaration>;
  /** The trust stores of all lists; default: the root alone. */
  readonly trust?: readonly string[];
}

/** The same with a plain target under policy `tls-server`, dialled at the listener. */
export interface PlantedTarget {
  readonly name: string;
  readonly listener: Listening;
  readonly target: Omit<TargetDeclaration, 'address' | 'port'>;
}

/** The sound listeners, of whom every deployment takes what it does not spoil. */
export function soundListeners(contoso: Contoso, rootFile: string): Readonly<Record<'https' | 'mtls', Listening>> {
  return {
    https: nginx(sslPresentation(contoso)),
    mtls: nginx(mtlsPresentation(contoso), askingForClients(rootFile)),
  };
}

/** One fault for every check that can fail over the wire today. */
export async function plantFaults(
  contoso: Contoso,
  files: { readonly root: string; readonly weakDhParameters: string },
): Promise<readonly PlantedFault[]> {
  const { authority, rsaIntermediate, keys } = contoso;
  const ssl = (difference: Parameters<typeof sslPresentation>[1]): Listening =>
    nginx(sslPresentation(contoso, difference));
  const mtls = (difference: Parameters<typeof mtlsPresentation>[1]): Listening =>
    nginx(mtlsPresentation(contoso, difference), askingForClients(files.root));
  const stranger = await createAuthority({ organization: 'Fabrikam', now: authority.now });
  const lower = issueIntermediate(authority, keys.ec, {
    organization: 'Contoso',
    name: 'Third Tier CA',
    issuer: authority.intermediate,
  });
  const brief = issueIntermediate(authority, keys.ec, {
    organization: 'Contoso',
    name: 'Brief CA',
    changes: { notAfter: daysFromNow(contoso, 200) },
  });
  const both = sslPresentation(contoso, { names: [...urlNames, ...sharingNames('chat.contoso.com')] });
  const alias = sslPresentation(contoso, { names: sharingNames('alias.contoso.com') });
  const outside = sslPresentation(contoso, { names: ['proxy.contoso.com', ...sharingNames('chat.contoso.com')] });

  return [
    {
      name: 'sound',
      listeners: { outside: nginx(outside), second: ssl({}), 'second-mtls': mtls({ names: ['cwa02.contoso.local'] }) },
      declare: (place) => ({
        servers: [
          serverAt('cwa01.contoso.local', place('https'), place('mtls')),
          serverAt('cwa02.contoso.local', place('second'), place('second-mtls')),
        ],
        loadBalancer: place('https'),
        reverseProxy: {
          fqdn: 'proxy.contoso.com',
          external: { url: 'https://chat.contoso.com', ...place('outside') },
          internal: place('second'),
        },
      }),
    },
    // From the specification.
    { name: 'subject-name', listeners: { https: ssl({ changes: { subject: [{ CN: 'www.contoso.com' }] } }) } },
    {
      name: 'subject-name-ambiguous',
      listeners: { https: ssl({ changes: { subject: [{ CN: 'www.contoso.com' }, { CN: urlHost }] } }) },
    },
    { name: 'subject-alternative-names', listeners: { https: ssl({ names: urlNames.slice(0, 2) }) } },
    { name: 'certificate-version', listeners: { mtls: mtls({ changes: { version: 1 } }) } },
    { name: 'extended-key-usage', listeners: { https: ssl({ without: ['extendedKeyUsage'] }) } },
    {
      name: 'extended-key-usage client only',
      listeners: { mtls: mtls({ changes: { extendedKeyUsage: [clientAuth] } }) },
    },
    {
      name: 'extended-key-usage-excess',
      listeners: { mtls: mtls({ changes: { extendedKeyUsage: [serverAuth, codeSigning] } }) },
    },
    { name: 'key-usage', listeners: { https: ssl({ changes: { keyUsage: ['digitalSignature'] } }) } },
    {
      name: 'key-usage-excess',
      listeners: { mtls: mtls({ changes: { keyUsage: ['digitalSignature', 'keyEncipherment', 'dataEncipherment'] } }) },
    },
    {
      name: 'web-server-template',
      listeners: { https: ssl({ changes: { templateName: 'WebServer' }, without: ['templateOid'] }) },
    },
    {
      name: 'chain-trust',
      listeners: { mtls: mtls({ issuer: stranger.intermediate }) },
    },
    // Baseline: the path.
    {
      name: 'validity-period',
      listeners: {
        https: ssl({ changes: { notBefore: daysFromNow(contoso, -300), notAfter: daysFromNow(contoso, -1) } }),
      },
    },
    { name: 'expiry-margin', listeners: { mtls: mtls({ changes: { notAfter: daysFromNow(contoso, 5) } }) } },
    { name: 'chain-completeness', listeners: { https: ssl({ sent: [] }) } },
    {
      name: 'chain-completeness known locally',
      listeners: { https: ssl({ sent: [] }) },
      trust: ['with-intermediate'],
    },
    {
      name: 'chain-order',
      listeners: {
        https: nginx(sslPresentation(contoso, { issuer: lower, sent: [authority.intermediate, lower] }), [
          'ssl_protocols TLSv1.2;',
        ]),
      },
    },
    { name: 'unneeded-certificates', listeners: { mtls: mtls({ sent: [authority.intermediate, authority.root] }) } },
    { name: 'issuer-outlived', listeners: { https: ssl({ issuer: brief }) } },
    {
      name: 'key-identifier-mismatch',
      listeners: { mtls: mtls({ changes: { authorityKeyIdentifier: new Uint8Array(20).fill(0xbb) } }) },
    },
    {
      name: 'signature-algorithm',
      listeners: { https: ssl({ issuer: rsaIntermediate, changes: { signatureAlgorithm: 'md5' } }) },
    },
    {
      name: 'signature-algorithm pss',
      listeners: { mtls: mtls({ issuer: rsaIntermediate, changes: { signatureAlgorithm: 'rsassa-pss-sha256' } }) },
    },
    { name: 'signature-algorithm-deprecated', listeners: { mtls: mtls({ changes: { signatureAlgorithm: 'sha1' } }) } },
    { name: 'key-strength', listeners: { https: ssl({ key: keys.rsa768 }) } },
    { name: 'key-strength-margin', listeners: { mtls: mtls({ key: keys.rsa1024 }) } },
    { name: 'wildcard-name', listeners: { https: ssl({ changes: { dnsNames: [...urlNames, '*.im.contoso.com'] } }) } },
    {
      name: 'wildcard-name mtls',
      listeners: { mtls: mtls({ changes: { dnsNames: [serverFqdn, '*.contoso.local'] } }) },
    },
    { name: 'revocation-pointers', listeners: { mtls: mtls({ without: ['crlUrls'] }) } },
    {
      name: 'certificate-encoding',
      // issuerAltName that ends inside its first name: nothing else reads it.
      listeners: {
        https: ssl({ changes: { extraExtensions: [{ oid: '2.5.29.18', value: Uint8Array.of(0x30, 0x05, 0x82) }] } }),
      },
    },
    // Baseline: the connection.
    {
      name: 'protocol-version',
      listeners: { https: { by: 'openssl', presentation: sslPresentation(contoso), args: ['-tls1_1'] } },
      declare: () => ({ access: 'external' }),
    },
    {
      name: 'key-exchange-strength',
      listeners: {
        https: nginx(sslPresentation(contoso), [
          'ssl_protocols TLSv1.2;',
          'ssl_ciphers DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0;',
          `ssl_dhparam ${files.weakDhParameters};`,
        ]),
      },
    },
    {
      name: 'key-exchange-strength export',
      listeners: { https: { by: 'script', script: rsaExport(sslPresentation(contoso)) } },
    },
    {
      name: 'secure-renegotiation',
      listeners: {
        https: {
          by: 'gnutls',
          presentation: sslPresentation(contoso),
          priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION',
          args: ['--disable-client-cert'],
        },
      },
    },
    {
      name: 'key-possession',
      listeners: { https: { by: 'script', script: ellipticExchange(sslPresentation(contoso), keys.mtls) } },
    },
    {
      name: 'protocol-downgrade',
      listeners: { https: { by: 'script', script: downgraded(sslPresentation(contoso)) } },
    },
    {
      name: 'default-certificate',
      listeners: {
        https: nginxByName(sslPresentation(contoso, { names: ['www.contoso.com'] }), sslPresentation(contoso)),
      },
    },
    {
      name: 'clock-skew',
      listeners: {
        https: { by: 'script', script: withClockAt(sslPresentation(contoso), () => Date.now() / 1000 - 7_200) },
      },
    },
    {
      name: 'client-certificate-request',
      listeners: {
        mtls: {
          by: 'gnutls',
          presentation: mtlsPresentation(contoso),
          priority: 'NORMAL',
          args: ['--disable-client-cert'],
        },
      },
    },
    // Across a deployment.
    {
      name: 'load-balancer-decryption',
      declare: (place) => ({ access: 'external', loadBalancer: { ...place('https'), decryptsTls: false } }),
    },
    {
      name: 'interface-certificates',
      listeners: { proxy: nginx(both) },
      declare: (place) => ({
        reverseProxy: {
          fqdn: urlHost,
          external: { url: 'https://chat.contoso.com', ...place('proxy') },
          internal: place('proxy'),
        },
      }),
    },
    {
      name: 'array-consistency',
      listeners: {
        second: ssl({ names: [...urlNames, 'www.contoso.com'] }),
        'second-mtls': mtls({ names: ['cwa02.contoso.local'] }),
      },
      declare: (place) => ({
        servers: [
          serverAt(serverFqdn, place('https'), place('mtls')),
          serverAt('cwa02.contoso.local', place('second'), place('second-mtls')),
        ],
      }),
    },
    {
      name: 'alias-addresses',
      listeners: { https: nginx(alias) },
      declare: () => ({ url: 'https://alias.contoso.com' }),
    },
    {
      name: 'single-certificate',
      listeners: { mtls: nginx(sslPresentation(contoso), askingForClients(files.root)) },
      declare: (place) => ({ servers: [serverAt(serverFqdn, place('mtls'), place('mtls'))] }),
    },
    { name: 'mtls-coverage', listeners: { mtls: { by: 'nobody' } } },
  ];
}

/** Faults that need another policy than the deployment's, or a publicly trusted certificate. */
export function plantTargets(contoso: Contoso): readonly PlantedTarget[] {
  return [
    {
      name: 'name-match',
      listener: nginx(sslPresentation(contoso)),
      target: { host: 'www.contoso.com', role: 'server', policy: 'tls-server', trust: ['contoso'] },
    },
  ];
}

/** A server as the targets file declares it. */
export function serverAt(
  fqdn: string,
  https: Place,
  mtls: Place,
): NonNullable<VirtualServerDeclaration['servers']>[number] {
  return { fqdn, address: https.address, httpsPort: https.port, mtlsAddress: mtls.address, mtlsPort: mtls.port };
}

function nginx(presentation: Presentation, directives?: readonly string[]): Listening {
  return { by: 'nginx', site: { ...presentation, ...(directives === undefined ? {} : { directives }) } };
}

function nginxByName(otherwise: Presentation, named: Presentation): Listening {
  return { by: 'nginx', site: { ...otherwise, byServerName: new Map(urlNames.map((name) => [name, named])) } };
}

function askingForClients(rootFile: string): readonly string[] {
  return ['ssl_protocols TLSv1.2 TLSv1.3;', 'ssl_verify_client optional_no_ca;', `ssl_client_certificate ${rootFile};`];
}
