import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { SavedRun } from '../model/saved-run.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import type { FailOn, HandshakeChoice } from '../model/vocabulary.ts';
import type { TrustStore } from '../pki/path/path.ts';
import type { ClientIdentity } from '../tls/client-identity.ts';
import type { EndpointNote } from './summary/endpoint-note.ts';

/** What to audit and how, with every file already read: the one entry that cli, library and workers share. */
export interface AuditRequest {
  readonly deployments: readonly Deployment[];
  /** In expansion order; `address` null where the name is yet to be resolved. Pulled only as fast as it is dialled. */
  readonly endpoints: Iterable<Endpoint> | AsyncIterable<Endpoint>;
  /** By name; every store that an endpoint's trust lists mention. */
  readonly stores: ReadonlyMap<string, TrustStore>;
  /** What "publicly trusted" means; absent: the bundled Mozilla store. */
  readonly publicStore?: TrustStore | undefined;
  readonly options: AuditOptions;
  /** What the operator was told before anything is dialled; the report repeats it. */
  readonly notices?: readonly string[];
  /** Whether somebody reads `observation` of endpoints outside any deployment; absent: yes. Workers send no others, then. */
  readonly areObservationsRead?: boolean;
  /** The run that this one continues: not dialled again, and counted in summary and exit code. */
  readonly earlier?: EarlierRun | undefined;
  /** Recorded in the report as they are. */
  readonly inputs: ScanSummary['inputs'];
  readonly recordedOptions: Readonly<Record<string, unknown>>;
}

/** What an earlier run already audited. */
export interface EarlierRun {
  readonly ids: { readonly has: (id: string) => boolean; readonly size: number };
  /** None of a deployment: its checks need the observations. Asked once, before anything is dialled. */
  readonly reports: () => AsyncIterable<EndpointReport>;
}

export interface AuditOptions {
  /** Endpoints under way at once, slow ones not counted. */
  readonly concurrency: number;
  /** Endpoints much slower than others usually are that are held beside those; absent: ten times `concurrency`. */
  readonly parked?: number | undefined;
  /** Endpoints under way at once at one address, slow ones counted; absent: 32, and any number on loopback. */
  readonly perAddress?: number | undefined;
  /** The same for one host; absent: any number. */
  readonly perHost?: number | undefined;
  /** For one try of one endpoint, everything: name resolution, all rungs, all connections. */
  readonly timeoutMs: number;
  /** How often an endpoint that said nothing is tried again, where that may pass; absent: never. */
  readonly retries?: number | undefined;
  /** Endpoints begun in a second at most; absent: as many as `concurrency` allows. */
  readonly rate?: number | undefined;
  /** Threads that ask and judge; 1, or absent: the calling one does it all. */
  readonly workers?: number | undefined;
  /** RSA moduli compared for shared primes, counted as 2048 bits; absent: 1,024. */
  readonly compareModuli?: number | undefined;
  /** Judge as of this instant; undefined: the start of the run. */
  readonly at: Date | undefined;
  /** `--resolve HOST:ADDRESS`, by lower-case host. Asked before anything else. */
  readonly resolve: ReadonlyMap<string, readonly string[]>;
  /** `--dns-server`; empty: the system's. */
  readonly dnsServers: readonly string[];
  readonly provePossession: boolean;
  /** Shown to servers that ask, where `provePossession` completes an exchange: see `readClientIdentity`. */
  readonly clientIdentity?: ClientIdentity | undefined;
  readonly keyTypes: 'default' | 'all';
  /** `--handshake`; absent: modern. */
  readonly handshake?: HandshakeChoice | undefined;
  readonly failOn: FailOn;
}

/** The world, handed in so that tests can give their own. */
export interface AuditEnvironment {
  readonly now: () => Date;
  /** Milliseconds since any fixed instant, never going back, for durations; undefined: taken from `now`. */
  readonly monotonicMs?: () => number;
  /** Text of the system's hosts file, asked before DNS; undefined: there is none. */
  readonly hostsFile?: string;
  /** Aborted: nothing more is dialled, what is under way is dropped, the summary is still made. */
  readonly signal: AbortSignal;
}

/** An endpoint audited. Sorted by `index` (an integer, with gaps) endpoints stand in expansion order. */
export interface EndpointEvent {
  readonly kind: 'endpoint';
  readonly index: number;
  /** The gist of the report. */
  readonly note: EndpointNote;
  /** The report as its line of NDJSON, where a worker has written it already. */
  readonly line?: string;
  /** With `workers` this and `report` are read from what the worker sent when they are first asked for. */
  readonly observation: EndpointObservation;
  readonly report: EndpointReport;
}

/** What an audit yields, in the order things happen; `summary` is the last one, always. */
export type AuditEvent =
  | EndpointEvent
  | {
      readonly kind: 'summary';
      readonly summary: ScanSummary;
      readonly run: SavedRun;
      readonly exitCode: 0 | 1 | 3 | 4 | 130;
    };

export type Audit = (
  request: AuditRequest,
  environment: AuditEnvironment,
) => AsyncGenerator<AuditEvent, void, undefined>;

/** Judges saved observations again: the same report, without touching the network. */
export type EvaluateSaved = (
  run: SavedRun,
  observations: Iterable<EndpointObservation> | AsyncIterable<EndpointObservation>,
  options: Pick<AuditOptions, 'at' | 'failOn' | 'compareModuli'> & {
    /** Judges in place of every Mozilla store of the run; absent: as saved. */
    readonly publicStore?: TrustStore | undefined;
  },
  environment: AuditEnvironment,
) => AsyncGenerator<AuditEvent, void, undefined>;
