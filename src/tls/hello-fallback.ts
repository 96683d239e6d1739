import {
  type FailureKind,
  type FailureStage,
  type HandshakeChoice,
  type HelloProfile,
  helloProfiles,
} from '../model/vocabulary.ts';

/** Hello profiles in the order in which they are tried. */
export type HelloSequence = readonly HelloProfile[];

/** The choices of `--handshake`. */
export const helloSequences = {
  /** First what a modern client says, then ever more modest hellos. */
  modern: helloProfiles,
  /**
   * TLS 1.2 first, whose certificates come in the clear and without a key exchange of ours; what a modern client says only where
   * that is not answered, as by a server of TLS 1.3 alone.
   */
  fast: ['tls12', 'modern', 'tls10', 'tls10-bare', 'ssl30-bare'],
} as const satisfies Readonly<Record<HandshakeChoice, HelloSequence>>;

/** What ended a rung, as far as the ladder cares. */
export interface HelloFailure {
  readonly stage: FailureStage;
  readonly kind: FailureKind;
  /** The alert's code where `kind` is `alert`. */
  readonly alert?: number | undefined;
  /** The rung brought a Certificate message: whatever broke later, a weaker hello brings nothing better. */
  readonly certificateSeen: boolean;
}

/**
 * The next rung of the ladder, or undefined where the answer is final: the last rung, or a failure
 * that a more modest hello would not cure. What does: a FIN, an RST or silence after our hello (old servers that do not
 * understand it), and the alerts by which they say so.
 */
export function nextProfile(
  profile: HelloProfile,
  failure: HelloFailure,
  sequence: HelloSequence = helloSequences.modern,
): HelloProfile | undefined {
  if (failure.stage !== 'tls' || failure.certificateSeen || !isCurable(failure)) return undefined;
  return sequence[sequence.indexOf(profile) + 1];
}

function isCurable({ kind, alert }: HelloFailure): boolean {
  if (kind === 'alert') return alert !== undefined && curableAlerts.includes(alert);
  return curableKinds.includes(kind);
}

const curableKinds: readonly FailureKind[] = ['closed', 'reset', 'timeout'];

/**
 * handshake_failure, illegal_parameter, decode_error, protocol_version, internal_error, unsupported_extension.
 * Not unrecognized_name (112): the server understood the hello, and does not know the name.
 */
const curableAlerts: readonly number[] = [0x28, 0x2f, 0x32, 0x46, 0x50, 0x6e];
