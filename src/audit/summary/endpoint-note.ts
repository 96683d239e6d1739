import { type PresentedKey, presentKey } from '../../checks/keys/presented-key.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Failure } from '../../model/failure.ts';
import type { FetchRecord } from '../../model/fetch-record.ts';
import type { FailOn, Outcome, PolicyId, Verdict } from '../../model/vocabulary.ts';
import type { CertificateDecoder } from '../../x509/certificate-decoder.ts';
import { isFailureAt } from './exit-code.ts';

/** What a run keeps of one endpoint: plain data, and little enough to cross from thread to thread. */
export interface EndpointNote {
  readonly deployment: string | null;
  readonly policy: PolicyId;
  readonly verdict: Verdict;
  readonly failure: Failure | null;
  /** A server said hello. */
  readonly isAnswered: boolean;
  readonly sawChain: boolean;
  /** Stores of its trust lists. */
  readonly stores: readonly string[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly waived: number;
  /** A finding or the failure is our own bug. */
  readonly hasBug: boolean;
  /** Some finding failed at or above the run's `failOn`. */
  readonly hasFailure: boolean;
  /** Made for its sake; absent: none. */
  readonly fetches?: readonly FetchRecord[];
  /** It belongs to a deployment, so checks across it want the observation and the report. */
  readonly isCompared: boolean;
  /** Of its leaf, to be compared across the scan; absent: none was seen that could be decoded. */
  readonly key?: PresentedKey;
}

/** What notes of a run are made with. */
export interface NoteTerms {
  readonly failOn: FailOn;
  readonly decode: CertificateDecoder;
}

/** Notes an endpoint that was observed and judged. */
export function noteEndpoint(
  { endpoint, evidence, certificates }: EndpointObservation,
  report: EndpointReport,
  { failOn, decode }: NoteTerms,
): EndpointNote {
  const note = noteFindings(report, failOn);
  const key = keyOf(report, certificates[0], decode);
  if (key !== undefined) note.key = key;
  note.sawChain = certificates.length > 0;
  note.stores = endpoint.trust.flatMap(({ stores }) => stores);
  if (evidence !== undefined) note.fetches = evidence.fetches.map(recordOf);
  // Outside a named deployment only what a bare URL asked for is compared; a list may be endless.
  note.isCompared = endpoint.deployment !== null || endpoint.virtualServerIndex !== undefined;
  return note;
}

/** Notes an endpoint of which only the report is left: an earlier run audited it. */
export function noteReport(report: EndpointReport, { failOn, decode }: NoteTerms): EndpointNote {
  const [leaf] = report.chain;
  const der = leaf === undefined ? undefined : new Uint8Array(Buffer.from(leaf.der, 'base64'));
  const note = noteFindings(report, failOn);
  const key = keyOf(report, der, decode);
  if (key !== undefined) note.key = key;
  return note;
}

function keyOf(
  report: EndpointReport,
  der: Uint8Array | undefined,
  decode: CertificateDecoder,
): PresentedKey | undefined {
  const leaf = der && decode(der).certificate;
  return leaf?.ok === true ? presentKey(report, leaf.value) : undefined;
}

/** A note while it is made: it is filled, not spread together, as each endpoint has one. */
type Draft = { -readonly [Key in keyof EndpointNote]: EndpointNote[Key] };

/** What a report says by itself. */
function noteFindings(report: EndpointReport, failOn: FailOn): Draft {
  const { deployment, policy, verdict, failure, handshake, findings, chain, trust } = report;
  const outcomes = { pass: 0, fail: 0, undetermined: 0, 'not-observable': 0, 'not-applicable': 0 };
  let waived = 0;
  let hasBug = failure?.kind === 'internal-error';
  let hasFailure = false;
  for (let place = 0; place < findings.length; place += 1) {
    const finding = findings[place];
    if (finding === undefined) continue;
    const { outcome } = finding;
    outcomes[outcome] += 1;
    // Most findings pass, and what passes counts for nothing else.
    if (outcome === 'pass') continue;
    if (finding.waiver !== undefined) waived += 1;
    hasBug ||= finding.reason === 'internal-error';
    hasFailure ||= outcome === 'fail' && isFailureAt(failOn, finding);
  }
  return {
    deployment,
    policy,
    verdict,
    failure,
    isAnswered: handshake !== null,
    sawChain: chain.length > 0,
    stores: trust.map(({ store }) => store),
    outcomes,
    waived,
    hasBug,
    hasFailure,
    isCompared: false,
  };
}

/** Without what it was made for: one fetch serves many certificates. */
function recordOf(fetch: NonNullable<EndpointObservation['evidence']>['fetches'][number]): FetchRecord {
  const { purpose: _, certificate: __, problem: ___, ...record } = fetch;
  return record;
}
