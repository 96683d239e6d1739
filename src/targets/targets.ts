import type { FetchWish } from '../model/network-evidence.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { Access, PolicyId, Role, StartTlsProtocol, TrustList } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { Deployment } from '../model/deployment.ts';
import type { HostRange } from './host-range.ts';
import type { Route } from './parse-route.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';

/** A targets file that was read without problems: names are canonical, defaults filled in. */
export interface Targets {
  readonly trustStores: ReadonlyMap<string, StoreSource>;
  readonly deployments: readonly DeploymentTopology[];
  readonly targets: readonly PlainTarget[];
  /** The public keys of sites that have one, by their names; absent: none. */
  readonly siteKeys?: ReadonlyMap<string, SiteKeySource>;
}

/** Where the public key of a site is: SubjectPublicKeyInfo (DER), or a PEM file, its path as written, named by the site with that index. */
export type SiteKeySource =
  | { readonly kind: 'key'; readonly spki: Uint8Array }
  | { readonly kind: 'file'; readonly path: string; readonly index: number };

/** From which site each side of a deployment is seen; absent: from where the scan runs. */
export interface SideSites {
  readonly internal?: string;
  readonly external?: string;
}

/** Where a trust store comes from. Paths are as written, relative to the targets file. */
export type StoreSource =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'bundled'; readonly bundled: BundledStore };

/** Stores that need no file. Any trust list may name them without a declaration. */
export const bundledStoreNames = ['mozilla', 'system'] as const;
type BundledStore = (typeof bundledStoreNames)[number];

type JsonValue = NonNullable<Deployment['parameters']>[string];

export interface DeploymentTopology {
  readonly name: string;
  readonly policy: PolicyId;
  readonly policyOverrides: PolicyOverrides;
  readonly waivers: readonly DeclaredWaiver[];
  /** Those of the file's defaults. */
  readonly commonWaivers: readonly DeclaredWaiver[];
  /** Undefined: nothing is fetched. */
  readonly fetch: FetchWish | undefined;
  readonly route: Route;
  readonly sites: SideSites;
  /** Of lists that are not declared; undefined: the file has none for all. */
  readonly commonTrust: readonly string[] | undefined;
  /** A list that is not declared is absent. */
  readonly trust: Readonly<Partial<Record<TrustList, readonly string[]>>>;
  readonly virtualServers: readonly VirtualServer[];
  /** What the policy's own parameters were given; undefined: the policy has virtual servers instead. */
  readonly parameters: Readonly<Record<string, JsonValue>> | undefined;
}

export interface VirtualServer {
  readonly url: VirtualServerUrl;
  readonly access: Access;
  readonly servers: readonly Server[];
  readonly loadBalancer: (Interface & { readonly decryptsTls: boolean }) | null;
  readonly reverseProxy: ReverseProxy | null;
}

/** An address and port that answers TLS. `address` is null until the name is resolved. */
export interface Interface {
  readonly address: string | null;
  readonly port: number;
}

export interface Server {
  readonly fqdn: string;
  readonly address: string | null;
  readonly httpsPort: number;
  /** Null: not declared, so it is not dialed. */
  readonly mtlsPort: number | null;
  readonly mtlsAddress: string | null;
}

export interface ReverseProxy {
  readonly fqdn: string;
  readonly product: string | null;
  /** `url`: what users outside enter. */
  readonly external: Interface & { readonly url: VirtualServerUrl };
  /** Null: not declared, so it is not dialed. */
  readonly internal: Interface | null;
}

/** A host, or the addresses of a range, and its ports in one role, outside any deployment. */
export interface PlainTarget {
  /** Application protocols to offer; absent: those of the run. */
  readonly alpn?: readonly string[] | undefined;
  /** Absent: directly. */
  readonly route?: Route;
  /** What is spoken before TLS; absent: nothing. */
  readonly startTls?: StartTlsProtocol | undefined;
  /** The XMPP domain to ask for; absent: the host. */
  readonly xmppTo?: string | undefined;
  /** Of a range its text, until `spreadTarget` puts one of the addresses there. */
  readonly host: string;
  readonly isAddress: boolean;
  /** Where the host is an address of a range, or stands for all of them; absent: it was named itself. */
  readonly range?: HostRange;
  readonly port: number;
  /** Further ports, each an endpoint of its own; absent: none. */
  readonly morePorts?: readonly number[];
  readonly address: string | null;
  /** Undefined: the host. */
  readonly serverName: string | undefined;
  /** The wrong server name to ask for too; absent: none. */
  readonly sniProbe?: string;
  readonly role: Role;
  readonly policy: PolicyId;
  /** The policy knows virtual servers, whose clients may send no server name. */
  readonly hasVirtualServers: boolean;
  /** The site that it is to be seen from; absent: from where the scan runs. */
  readonly site?: string | undefined;
  /** Undefined: none declared. */
  readonly trust: readonly string[] | undefined;
  /** Defaults of the file included; absent: the policy as it is. */
  readonly policyOverrides?: PolicyOverrides;
  /** Its own and those of the file's defaults; absent: none. */
  readonly waivers?: readonly DeclaredWaiver[];
  /** Absent: nothing is fetched. */
  readonly fetch?: FetchWish;
  /** It was written as a URL, of which more than scheme, host and port was ignored. */
  readonly hasRest?: true;
}
