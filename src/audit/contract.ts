import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { Evaluation, Scanner } from '../model/provenance.ts';
import type { SavedRun } from '../model/saved-run.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import type { AddressFamily, FailOn, HandshakeChoice } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { EnvironmentProxies } from '../net/proxy/environment-proxies.ts';
import type { TrustStore } from '../pki/path/path.ts';
import type { Policies } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import type { BrokerAccess } from '../sites/amqp/broker-link.ts';
import type { ScannerEngine } from '../sites/contract.ts';
import type { Exclusions } from '../targets/exclusions.ts';
import type { ClientIdentity } from '../tls/client-identity.ts';

/** What to audit and how, with every file already read. The command line and the library both start here. */
export interface AuditRequest {
  readonly deployments: readonly Deployment[];
  /** In expansion order; `address` is null if the name is still to be resolved. Pulled only as fast as endpoints are dialed. */
  readonly endpoints: Iterable<Endpoint> | AsyncIterable<Endpoint>;
  /** How many endpoints those are, as far as that is known before names are resolved; absent: not known. */
  readonly count?: number | undefined;
  /** By name; every store that an endpoint's trust lists mention. */
  readonly stores: ReadonlyMap<string, TrustStore>;
  /** What "publicly trusted" means; absent: the bundled Mozilla store. */
  readonly publicStore?: TrustStore | undefined;
  /** Those that endpoints and deployments name; absent: the standard ones. */
  readonly policies?: Policies | undefined;
  /** What is changed of every policy, and wins over what deployments and targets change; absent: nothing. */
  readonly overrides?: PolicyOverrides | undefined;
  readonly options: AuditOptions;
  /** The site where this audit runs: what it dials itself was seen from there. Absent: not said. */
  readonly site?: string | undefined;
  /** Notices that the operator saw before anything was dialed; the report repeats them. */
  readonly notices?: readonly string[];
  /** Notices that are known once all endpoints have been pulled; absent: there are none. */
  readonly lateNotices?: (() => readonly string[]) | undefined;
  /** What was selected of all that is declared; absent: all of it. */
  readonly selected?: SavedRun['selected'];
  /** The run that this one continues. Its endpoints are not dialed again, and count in summary and exit code. */
  readonly earlier?: EarlierRun | undefined;
  /** How endpoints with a `site` are seen from there; absent: all are dialed here. */
  readonly sites?: SitesRequest | undefined;
  /** Public keys (Ed25519, SPKI in DER) of sites, by name: what their workers send has to be signed. Absent: it need not be. */
  readonly siteKeys?: ReadonlyMap<string, Uint8Array> | undefined;
  /** Recorded in the report as they are. */
  readonly inputs: ScanSummary['inputs'];
  readonly recordedOptions: Readonly<Record<string, unknown>>;
}

/** Where the workers of other sites are found. */
export interface SitesRequest {
  /** Absent `site`: of all sites that have none of their own. */
  readonly brokers: readonly { readonly site?: string | undefined; readonly access: BrokerAccess }[];
  /** How long a site may show no sign of life before its endpoints are given up. */
  readonly waitMs: number;
  /** 32 hexadecimal digits that no other run has. */
  readonly run: string;
  /** A run of this id was killed, and this one continues it: answers to its questions may still come. */
  readonly isContinued: boolean;
  /** Runs that were killed and that no one will continue: what brokers keep for them is dropped. Absent: none is known. */
  readonly abandoned?: readonly string[];
}

/** What an earlier run already audited. */
export interface EarlierRun {
  readonly ids: { readonly has: (id: string) => boolean; readonly size: number };
  /** Holds no endpoint of a deployment, because checks across it need the observations. Read once, before anything is dialed. */
  readonly reports: () => AsyncIterable<EndpointReport>;
}

export interface AuditOptions {
  /** Endpoints under way at once, slow ones not counted. */
  readonly concurrency: number;
  /** Slow endpoints that are kept open beside those; absent: ten times `concurrency`. */
  readonly slow?: number | undefined;
  /** Endpoints under way at once at one address, slow ones included; absent: 32, and any number on loopback. */
  readonly perAddress?: number | undefined;
  /** The same for one host; absent: any number. */
  readonly perHost?: number | undefined;
  /** For one try of one endpoint in all: name resolution, every hello, every connection. */
  readonly timeoutMs: number;
  /** How often an endpoint that did not answer is tried again, if the failure may be temporary; absent: never. */
  readonly retries?: number | undefined;
  /** Endpoints started in a second at most; absent: as many as `concurrency` allows. */
  readonly rate?: number | undefined;
  /** RSA moduli compared for shared primes, counted as 2048 bits; absent: none. */
  readonly compareModuli?: number | undefined;
  /** Judge as of this instant; undefined: the start of the run. */
  readonly at: Date | undefined;
  /** `--resolve HOST:ADDRESS`, by lower-case host or, for one port alone, by `HOST:PORT`. Takes precedence over hosts file and DNS. */
  readonly resolve: ReadonlyMap<string, readonly string[]>;
  /** `--dns-server`; empty: the system's. */
  readonly dnsServers: readonly string[];
  /** `-4`, `-6`: the only family of addresses to dial; absent: every family that this machine has. */
  readonly addressFamily?: AddressFamily | undefined;
  /** Asked about each address of a name; absent: all are dialed. */
  readonly exclusions?: (Pick<Exclusions, 'leavesOut' | 'count'> & Partial<Pick<Exclusions, 'texts'>>) | undefined;
  readonly provePossession: boolean;
  /** Sent to servers that request a certificate, if `provePossession` completes the exchange: see `readClientIdentity`. */
  readonly clientIdentity?: ClientIdentity | undefined;
  readonly keyTypes: 'default' | 'all';
  /** Application protocols to offer by ALPN to endpoints that name none of their own; absent: none. */
  readonly alpn?: readonly string[] | undefined;
  /** How this client introduces itself to mail servers (EHLO); absent: by its address. */
  readonly clientName?: string | undefined;
  /** Passwords of proxies with a user, by the URL that endpoints have (`http://audit@proxy.contoso.com:3128`); absent: there are none. */
  readonly proxyPasswords?: ReadonlyMap<string, string> | undefined;
  /** What the proxy `environment` means for what is fetched: see `readEnvironmentProxies`. Absent: no proxy. */
  readonly environmentProxies?: EnvironmentProxies | undefined;
  /** `--handshake`; absent: modern. */
  readonly handshake?: HandshakeChoice | undefined;
  readonly failOn: FailOn;
}

/** What an audit takes from its process; tests hand in their own. */
export interface AuditEnvironment {
  readonly now: () => Date;
  /** Milliseconds since any fixed instant, never going back, for durations; absent: derived from `now`. */
  readonly monotonicMs?: () => number;
  /** Recorded as `scannedBy`, with the addresses that connections came from; absent: nothing is recorded. */
  readonly scanner?: Pick<Scanner, 'host' | 'user'>;
  /** Text of the system's hosts file, searched before DNS; absent: there is none. */
  readonly hostsFile?: string;
  /** The addresses of this machine, asked for once a run; undefined: unknown, so any may be dialed. Absent: asks the system. */
  readonly ownAddresses?: () => readonly string[] | undefined;
  /** Connects to a broker; absent: over AMQP. */
  readonly connectBroker?: (access: BrokerAccess) => ScannerEngine;
  /** When it is aborted, nothing more is dialed, connections under way are dropped, and the summary is still made. */
  readonly signal: AbortSignal;
}

/** An audited endpoint. Sorted by `index`, a whole number with gaps, endpoints are in expansion order. */
export interface EndpointEvent {
  readonly kind: 'endpoint';
  readonly index: number;
  readonly observation: EndpointObservation;
  readonly report: EndpointReport;
}

/** What an audit yields: endpoints as they finish, then one `summary`. */
export type AuditEvent =
  | EndpointEvent
  | {
      readonly kind: 'summary';
      readonly summary: ScanSummary;
      readonly run: SavedRun;
      readonly exitCode: 0 | 1 | 3 | 4 | 130;
      /** Those notices of the summary that are only known now: about waivers, about targets as they were read, about what was not dialed. */
      readonly lateNotices: readonly string[];
    };

export type Audit = (
  request: AuditRequest,
  environment: AuditEnvironment,
) => AsyncGenerator<AuditEvent, void, undefined>;

/** How to judge saved observations. */
export interface EvaluationOptions extends Pick<AuditOptions, 'at' | 'failOn' | 'compareModuli'> {
  /** Judges in place of every Mozilla store of the run; absent: as saved. */
  readonly publicStore?: TrustStore | undefined;
  /** Judges all endpoints and deployments, see `roleUnder`; absent: as saved. */
  readonly policy?: Policy | undefined;
  /** By name, in place of every trust list of the run; absent: as saved. */
  readonly stores?: ReadonlyMap<string, TrustStore> | undefined;
  /** What is changed of every policy, in place of what the command line of the run changed; absent: as saved. */
  readonly overrides?: PolicyOverrides | undefined;
  /** In place of the waivers of every deployment and target; absent: as saved. */
  readonly waivers?: readonly DeclaredWaiver[] | undefined;
  /** Added to those of the run. */
  readonly notices?: readonly string[] | undefined;
  /** Recorded in the report, with the time; absent: the report does not say that it was judged again. */
  readonly evaluation?: Evaluation | undefined;
}

/**
 * Judges saved observations again, without using the network. The report is that of the run, if the same instant is given and nothing
 * is replaced.
 */
export type EvaluateSaved = (
  run: SavedRun,
  observations: Iterable<EndpointObservation> | AsyncIterable<EndpointObservation>,
  options: EvaluationOptions,
  environment: AuditEnvironment,
) => AsyncGenerator<AuditEvent, void, undefined>;
