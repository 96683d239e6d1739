import { z } from 'zod';
import { policyOverridesSchema } from './policy-overrides.ts';
import { accesses, proxyProtocolChoices, startTlsProtocols } from './vocabulary.ts';
import { sideSitesSchema, siteSchema, targetSiteSchema } from './site-declarations.ts';
import { wordSchema } from './word.ts';
import { declaredWaiverSchema } from './waiver.ts';

const port = z.int().min(1).max(65_535);
const address = z.string();
const storeNames = z.array(z.string()).min(1);

const trustStoreSchema = z.union([
  z.strictObject({
    files: z
      .array(z.string())
      .min(1)
      .describe('Files (PEM, DER or PKCS #7) or folders of them. Every certificate in them is a trust anchor.'),
  }),
  z.strictObject({
    bundled: z
      .enum(['mozilla', 'system'])
      .describe('`mozilla`: the roots that certmuster brings. `system`: those of this machine.'),
  }),
]);

const serverSchema = z.strictObject({
  fqdn: z.string().describe('Fully qualified name of the computer. It has to be the CN of its MTLS certificate.'),
  address: address.optional().describe('IP address that answers HTTPS. Default: the FQDN is resolved.'),
  httpsPort: port.optional().describe('Port that answers HTTPS. Default: that of the URL.'),
  mtlsPort: port
    .optional()
    .describe(
      'Port that answers MTLS (5061 is usual). Absent: MTLS is not audited there, and `mtls-coverage` says so.',
    ),
  mtlsAddress: address.optional().describe('IP address that answers MTLS. Default: the FQDN is resolved.'),
});

const loadBalancerSchema = z.strictObject({
  address: address.optional().describe('Its virtual IP address. Default: the host of the URL is resolved.'),
  port: port.optional().describe('Its port. Default: that of the URL.'),
  decryptsTls: z.boolean().optional().describe('Whether TLS ends there. Default: true, unless `access` is `internal`.'),
});

const reverseProxySchema = z.strictObject({
  fqdn: z.string().describe('Fully qualified name of the proxy.'),
  product: z
    .enum(['isa-2004', 'isa-2006', 'isa-2006-sp1', 'tmg-2010', 'other'])
    .optional()
    .describe('What it is. ISA 2004 and 2006 compare names in ways of their own, which the report then shows.'),
  external: z
    .strictObject({
      url: z.string().optional().describe('URL that users outside enter. Default: that of the virtual server.'),
      address: address
        .optional()
        .describe('IP address of the outer interface. Default: the host of the URL is resolved.'),
      port: port.optional().describe('Port of the outer interface. Default: that of the URL.'),
    })
    .describe('The interface that faces the internet. `{}` takes all defaults.'),
  internal: z
    .strictObject({
      address: address
        .optional()
        .describe('IP address of the inner interface. Default: the FQDN of the proxy is resolved.'),
      port: port.optional().describe('Port of the inner interface. Default: that of the URL.'),
    })
    .optional()
    .describe(
      'The interface that faces the servers. Absent: it is not dialed, and `interface-certificates` is undetermined.',
    ),
});

const virtualServerSchema = z.strictObject({
  url: z.string().describe('The URL that users enter, for instance `https://im.contoso.com`. A path is ignored.'),
  access: z
    .enum(accesses)
    .optional()
    .describe(
      'From where it is reached, which decides the trust list; `both` needs a path in each. Default: `external` with a reverse proxy, else `internal`.',
    ),
  servers: z
    .array(serverSchema)
    .optional()
    .describe(
      'The computers behind the URL. With neither these nor a load balancer nor a proxy, the host of the URL is dialed.',
    ),
  loadBalancer: loadBalancerSchema.optional().describe('The load balancer in front of the servers.'),
  reverseProxy: reverseProxySchema.optional().describe('The reverse proxy through which users outside come.'),
});

/** Which pointers of certificates are followed; absent or false: none. */
const fetchSchema = z.strictObject({
  issuers: z.boolean().optional().describe('Download issuers that a server did not send (AIA). Default: false.'),
  crl: z.boolean().optional().describe('Download certificate revocation lists. Default: false.'),
  ocsp: z.boolean().optional().describe('Ask OCSP responders. Default: false.'),
  allow: z
    .array(z.string())
    .optional()
    .describe('Hosts, IP addresses, ranges in CIDR or `private`, from which to fetch although they are not public.'),
  proxy: z
    .string()
    .optional()
    .describe(
      'Proxy to fetch through: a URL as in `proxy`, `environment` (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) or `none`. Default: the `proxy` of the endpoint.',
    ),
});

const proxySchema = z.union([
  z.string(),
  z.strictObject({
    url: z
      .string()
      .describe('`http://[USER@]HOST:PORT` (CONNECT) or `socks5://[USER@]HOST[:PORT]`, without a password.'),
    passwordFile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "File with the user's password in its first line, relative to this file. Default: `--proxy-password-file`, else the variable CERTMUSTER_PROXY_PASSWORD.",
      ),
  }),
]);

const proxyDescription =
  'Proxy to connect through, a URL or an object: `http://[USER@]HOST:PORT` (CONNECT), `socks5://[USER@]HOST[:PORT]`, or `none`. Without an `address` the proxy resolves the name. `--proxy` replaces all.';
const proxyProtocolDescription =
  'Version of the PROXY protocol header that is sent first, for listeners behind a load balancer that demand one; `none` overrides `defaults`. Default: none is sent.';

const overridesDescription = 'What is changed of the policy here: severities and thresholds.';
const fetchDescription =
  'What to download that certificates point to. Replaces that of `defaults`. `--fetch` replaces all.';

const deploymentSchema = z.strictObject({
  name: z.string().min(1).describe('A name that no other deployment has. Reports and endpoint ids begin with it.'),
  policy: wordSchema.optional().describe('The policy to judge by. Default: `cwa-2007-r2`.'),
  trust: z
    .record(wordSchema, storeNames)
    .optional()
    .describe(
      'Names of trust stores, by who has to trust the certificate. A list that is missing is that of `defaults`, else `mozilla`.',
    ),
  policyOverrides: policyOverridesSchema.optional().describe(overridesDescription),
  fetch: fetchSchema.optional().describe(fetchDescription),
  proxy: proxySchema.optional().describe(proxyDescription),
  proxyProtocol: z.enum(proxyProtocolChoices).optional().describe(proxyProtocolDescription),
  sites: sideSitesSchema
    .optional()
    .describe('Sites that its endpoints are to be seen from, `none` for whoever scans. Default: those of `defaults`.'),
  waivers: z
    .array(declaredWaiverSchema)
    .optional()
    .describe('Failures that are accepted: by whom, why and until when. They stay in the report and no longer count.'),
  virtualServers: z
    .array(virtualServerSchema)
    .min(1)
    .optional()
    .describe('The web sites of a deployment of Communicator Web Access.'),
  parameters: z
    .record(z.string(), z.json())
    .optional()
    .describe('What the deployment declares for the parameters of its policy, in place of `virtualServers`.'),
});

export const targetSchema = z.strictObject({
  host: z
    .string()
    .describe(
      'Host name, IP address, range of addresses such as `10.0.0.0/28`, or a URL of which scheme, host and port are used.',
    ),
  port: port.optional().describe('TCP port. Default: that of the URL or of `starttls`, else 443.'),
  ports: z
    .array(port)
    .min(1)
    .optional()
    .describe('TCP ports, each an endpoint of its own, in place of `port`. Default: `port` alone.'),
  address: address.optional().describe('IP address to connect to. Default: the host is resolved.'),
  serverName: z.string().optional().describe('Server name (SNI) to send. Default: the host.'),
  sniProbe: z
    .union([z.boolean(), z.string()])
    .optional()
    .describe(
      'Whether to also connect once without SNI and once with a server name that the server does not have; a text is that name. `default-certificate` reports the answers. Default: false.',
    ),
  role: wordSchema
    .optional()
    .describe('What the certificate is for (`certmuster roles` lists them). Default: the general role of the policy.'),
  policy: wordSchema.optional().describe('The policy to judge by. Default: that of the role, else `tls-server`.'),
  trust: storeNames
    .optional()
    .describe('Names of trust stores: a path to one of them is needed. Default: those of `defaults`, else `mozilla`.'),
  alpn: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Application protocols to offer (ALPN), in order of preference.'),
  starttls: z
    .enum(startTlsProtocols)
    .optional()
    .describe('What is spoken in plain text before TLS. Default: what the scheme of the URL says, else nothing.'),
  xmppTo: z
    .string()
    .optional()
    .describe(
      'XMPP domain to ask the server for (`to`), if it is not the host. The server name (SNI) and the name that is judged stay the same.',
    ),
  policyOverrides: policyOverridesSchema.optional().describe(overridesDescription),
  fetch: fetchSchema.optional().describe(fetchDescription),
  proxy: proxySchema.optional().describe(proxyDescription),
  proxyProtocol: z.enum(proxyProtocolChoices).optional().describe(proxyProtocolDescription),
  site: targetSiteSchema.optional(),
  waivers: z
    .array(declaredWaiverSchema)
    .optional()
    .describe('Failures of this target that are accepted. They name neither an endpoint nor a role.'),
});

const defaultsSchema = z.strictObject({
  policyOverrides: policyOverridesSchema
    .optional()
    .describe(
      'What is changed of every policy. A deployment or a target may change it again, check by check and figure by figure.',
    ),
  fetch: fetchSchema
    .optional()
    .describe('What to download, for every deployment and target that has no `fetch` of its own.'),
  proxy: proxySchema
    .optional()
    .describe('The proxy of every deployment and target that has none of its own. They may say `none`.'),
  proxyProtocol: z.enum(proxyProtocolChoices).optional().describe(proxyProtocolDescription),
  site: targetSiteSchema.optional().describe('Site of every target that has none of its own. A target may say `none`.'),
  sites: sideSitesSchema
    .optional()
    .describe('Sites of every deployment that does not say otherwise, each side on its own.'),
  trust: storeNames
    .optional()
    .describe(
      'Names of trust stores, for every target without `trust` and every list that a deployment does not have.',
    ),
  waivers: z
    .array(declaredWaiverSchema)
    .optional()
    .describe('Failures that are accepted in every deployment and target, beside their own waivers.'),
});

/** The operator's description of what to audit, as it is on disk. Only the shape is checked here; room `targets` checks the meaning. */
export const targetsFileSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors. It decides nothing.'),
  trustStores: z
    .record(z.string(), trustStoreSchema)
    .optional()
    .describe(
      'Sets of trust anchors, by a name that trust lists use. `mozilla` and `system` need no declaration. Paths are relative to this file.',
    ),
  policies: z
    .array(z.string().min(1))
    .optional()
    .describe('Files with policies of your own. Paths are relative to this file.'),
  sites: z
    .array(siteSchema)
    .optional()
    .describe(
      'Sites from which endpoints are seen, by a worker there. Declared, no other may be named; otherwise any word may.',
    ),
  defaults: defaultsSchema
    .optional()
    .describe('What holds for every deployment and target of this file that does not say otherwise.'),
  deployments: z
    .array(deploymentSchema)
    .optional()
    .describe('What is installed, each by its policy: it is expanded into its endpoints and compared as a whole.'),
  targets: z.array(targetSchema).optional().describe('Single hosts and ports.'),
});

export type TargetsFile = Readonly<z.infer<typeof targetsFileSchema>>;
export type DefaultsDeclaration = Readonly<z.infer<typeof defaultsSchema>>;
export type ProxyDeclaration = Readonly<z.infer<typeof proxySchema>>;
export type FetchDeclaration = Readonly<z.infer<typeof fetchSchema>>;
export type DeploymentDeclaration = Readonly<z.infer<typeof deploymentSchema>>;
export type VirtualServerDeclaration = Readonly<z.infer<typeof virtualServerSchema>>;
export type TargetDeclaration = Readonly<z.infer<typeof targetSchema>>;
