import { z } from 'zod';
import { fetchWishSchema } from './network-evidence.ts';
import { policyOverridesSchema } from './policy-overrides.ts';
import { accesses, keyTypes, proxyProtocolVersions, startTlsProtocols } from './vocabulary.ts';
import { declaredWaiverSchema } from './waiver.ts';
import { wordSchema } from './word.ts';

/** A host and its two aliases are three. */
const maximumNames = 8;

/**
 * One address to dial in one role. Before name resolution `address` is null unless the operator gave one; then one request
 * becomes one endpoint for each address of the name. Everything judgement needs to know about the endpoint's position in
 * the topology is here, so that a saved observation can be judged under another policy.
 */
export const endpointSchema = z.strictObject({
  /** `DEPLOYMENT|AUTHORITY/ROLE/HOST@ADDRESS:PORT`, see `endpointId`. Unique in a run. */
  id: z.string(),
  deployment: z.string().nullable(),
  /** The URL of the CWA virtual server, for instance `https://im.contoso.com`; null for a plain target. */
  virtualServer: z.string().nullable(),
  /** Index of its virtual server in the deployment, as two may have the same URL. Absent: outside a deployment, or an older run. */
  virtualServerIndex: z.int().min(0).exactOptional(),
  /** FQDN of the server computer this address belongs to; null for load balancers, proxies and plain targets. */
  server: z.string().nullable(),
  policy: wordSchema,
  role: wordSchema,
  /** The name dialed, which the certificate has to match. Lower case, no trailing dot; may be an IP literal. */
  host: z.string(),
  /**
   * The range whose address this is, for instance `10.0.0.0/28`; absent: the host was named itself. No one asked for a name there, so the
   * certificate is judged by its own names.
   */
  range: z.string().exactOptional(),
  port: z.int().min(1).max(65_535),
  /** IP literal; null if the name is not resolved yet, or could not be. */
  address: z.string().nullable(),
  /** The name to resolve if `address` is null; absent: `host`. (`as.` hosts share the addresses of the base name.) */
  lookupName: z.string().exactOptional(),
  /** The server name to send; null if `host` is an IP literal. The handshake has the one that was sent. */
  serverName: z.string().nullable(),
  access: z.enum(accesses).nullable(),
  /** Set by `--key-types all`: only a certificate of this kind can answer. */
  keyType: z.enum(keyTypes).nullable(),
  /** Application protocols to offer by ALPN, in order of preference; absent: those of the run, if any. */
  alpn: z.array(z.string()).exactOptional(),
  /** The protocol that comes before TLS, in plain text; absent: the server begins with TLS. */
  startTls: z.enum(startTlsProtocols).exactOptional(),
  /** The domain that is asked for before TLS (`to` of XMPP); absent: the host. */
  xmppTo: z.string().exactOptional(),
  /** URL of the proxy to go through, without password; if `address` is null, the proxy resolves the name. Absent: dialed directly. */
  proxy: z.string().exactOptional(),
  /** The header that is sent first; absent: none. */
  proxyProtocol: z.enum(proxyProtocolVersions).exactOptional(),
  /** The site that it is to be seen from: where its clients are. Absent: whoever scans. */
  site: wordSchema.exactOptional(),
  /** Names to look up beside, from where it is dialed, because others than this endpoint are judged by them. Absent: none. */
  resolves: z.array(z.string()).max(maximumNames).exactOptional(),
  /** Names of the topology from which the role's expectations are derived. Lower case; null: not declared. */
  names: z.strictObject({
    /** Host of the virtual server's URL. */
    url: z.string().nullable(),
    /** FQDN of the server computer. */
    server: z.string().nullable(),
    /** FQDN of the reverse proxy. */
    proxy: z.string().nullable(),
    /** Host of the URL on the proxy's external interface. */
    externalUrl: z.string().nullable(),
  }),
  /**
   * The elements of the deployment's lists that the endpoint belongs to, by what the policy calls them: keys and indices from the
   * deployment's parameters on, for instance `{ "member": ["pools", 0, "members", 2] }`. Absent: none.
   */
  elements: z.record(z.string(), z.array(z.union([z.string(), z.int()]))).exactOptional(),
  /** `reverseProxy.product` as declared, for instance `isa-2006`; null: not declared. */
  reverseProxyProduct: z.string().nullable(),
  /** The trust lists this endpoint is judged by: a path is needed to one store of each list. */
  trust: z.array(z.strictObject({ list: wordSchema.nullable(), stores: z.array(z.string()) })),
  /** Also dial this address and port once without SNI. */
  probeWithoutServerName: z.boolean(),
  /** Also dial this address and port once with this server name, which the server does not have; absent: no. */
  sniProbe: z.string().exactOptional(),
  /** What to fetch for its certificates after the handshake; absent: nothing. */
  fetch: fetchWishSchema.exactOptional(),
  /** Outside a deployment: what is changed of its policy; absent: nothing. */
  policyOverrides: policyOverridesSchema.exactOptional(),
  /** Outside a deployment: failures that the operator accepts until a given day; absent: none. */
  waivers: z.array(declaredWaiverSchema).exactOptional(),
});

export type Endpoint = Readonly<z.infer<typeof endpointSchema>>;

/** An endpoint that can be dialed: its address is known, or the proxy resolves its name. */
export type ResolvedEndpoint = Endpoint & ({ readonly address: string } | { readonly proxy: string });
