import type { FailureKind, FailureStage, HandshakeChoice, HelloProfile } from '../model/vocabulary.ts';
import { alertCodes } from './tables/alerts.ts';
import { highestVersion } from './tables/offered-suites.ts';
import { versionCodes } from './tables/protocol-versions.ts';

/** Hello profiles in the order in which they are tried. */
export type HelloSequence = readonly HelloProfile[];

/** By the choices of `--handshake`. */
export const helloSequences = {
  /** The hello of a modern client first, then hellos that offer less and less. */
  modern: ['modern', 'rare', 'tls12', 'tls12-no-groups', 'tls10', 'tls10-bare', 'ssl30-bare'],
  /**
   * TLS 1.2 first, because its certificates come in the clear and without a key exchange. The modern hello follows only if
   * that one is not answered, for instance by a server that speaks TLS 1.3 alone.
   */
  fast: ['tls12', 'modern', 'rare', 'tls12-no-groups', 'tls10', 'tls10-bare', 'ssl30-bare'],
} as const satisfies Readonly<Record<HandshakeChoice, HelloSequence>>;

/** How the connection of one hello failed, as far as the fallback depends on it. */
export interface HelloFailure {
  readonly stage: FailureStage;
  readonly kind: FailureKind;
  /** The alert's code if `kind` is `alert`. */
  readonly alert?: number | undefined;
  /** A Certificate message arrived: whatever failed later, a hello that offers less brings nothing better. */
  readonly certificateSeen: boolean;
}

/**
 * The hello to try next; undefined if the failure is final: the last hello failed, or no other hello can change the answer.
 * Whatever went wrong before a certificate was seen, a hello that offers less may be answered better, because servers refuse
 * what they do not bear in every way: by any alert, a FIN, an RST, silence, or an answer that breaks the protocol. The rare hello
 * and the one without groups follow an alert that means that the server found nothing to accept; otherwise they come last, and
 * only if the server answers at all, because Schannel says the same with an RST. The one without groups also follows if an older
 * version is refused: the server speaks TLS 1.2 or newer, and yet did not answer such hellos. `tried`: the hellos so far, and those
 * that cannot help.
 */
export function nextProfile(
  profile: HelloProfile,
  failure: HelloFailure,
  sequence: HelloSequence,
  tried: readonly HelloProfile[] = [profile],
): HelloProfile | undefined {
  if (failure.stage !== 'tls' || failure.certificateSeen || finalKinds.has(failure.kind)) return undefined;
  const isUntried = (candidate: HelloProfile): boolean => !tried.includes(candidate);
  if (wantsNewerVersion(profile, failure) && isUntried('tls12-no-groups')) return 'tls12-no-groups';
  const knowsNoSuchName = failure.alert === alertCodes.unrecognized_name;
  const mayHelp = (later: HelloProfile): boolean => {
    if (!isUntried(later) || (afterRefusal.includes(later) && !foundNothingToAccept(failure))) return false;
    return !knowsNoSuchName || sendsServerName(later);
  };
  const next = sequence.slice(sequence.indexOf(profile) + 1).find(mayHelp);
  if (next !== undefined || knowsNoSuchName || failure.kind === 'timeout') return next;
  return afterRefusal.find(isUntried);
}

/** Hellos for servers that found nothing to accept in the others; the likelier one first. */
const afterRefusal: readonly HelloProfile[] = ['rare', 'tls12-no-groups'];

/** Whether a hello of an older version than TLS 1.2 was refused for its version. */
function wantsNewerVersion(profile: HelloProfile, { alert }: HelloFailure): boolean {
  return alert === alertCodes.protocol_version && highestVersion[profile] < versionCodes['TLSv1.2'];
}

/** Whether a hello was refused because nothing that it offered was acceptable. */
export function foundNothingToAccept({ alert }: Pick<HelloFailure, 'alert'>): boolean {
  return alert !== undefined && nothingToAccept.has(alert);
}

/** RFC 8446 §4.1.1 and §4.4.2.2, RFC 5246 §7.2.2; some stacks send illegal_parameter if there is no common group. */
const nothingToAccept: ReadonlySet<number> = new Set([
  alertCodes.handshake_failure,
  alertCodes.insufficient_security,
  alertCodes.illegal_parameter,
]);

/**
 * `not-tls`: who speaks another protocol answers no hello, and some (databases) lock out clients that keep trying. `aborted`:
 * the run is over.
 */
const finalKinds: ReadonlySet<FailureKind> = new Set<FailureKind>(['not-tls', 'aborted', 'internal-error']);

/** After unrecognized_name a hello without the name would bring the certificate of another one. */
function sendsServerName(profile: HelloProfile): boolean {
  return !profilesWithoutServerName.includes(profile);
}

/** Their hellos have no extensions, so they cannot have SNI. */
export const profilesWithoutServerName: readonly HelloProfile[] = ['tls10-bare', 'ssl30-bare'];
