import type { FailureKind, FailureStage, HandshakeChoice, HelloProfile } from '../model/vocabulary.ts';
import { type AlertName, alertName } from './tables/alerts.ts';

/** Hello profiles in the order in which they are tried. */
export type HelloSequence = readonly HelloProfile[];

/** By the choices of `--handshake`. */
export const helloSequences = {
  /** The hello of a modern client first, then hellos that offer less and less. */
  modern: ['modern', 'rare', 'tls12', 'tls10', 'tls10-bare', 'ssl30-bare'],
  /**
   * TLS 1.2 first, because its certificates come in the clear and without a key exchange. The modern hello follows only if
   * that one is not answered, for instance by a server that speaks TLS 1.3 alone.
   */
  fast: ['tls12', 'modern', 'rare', 'tls10', 'tls10-bare', 'ssl30-bare'],
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
 * The hello to try next. Undefined if the failure is final: the last hello failed, or another hello would not help. It may
 * help after a FIN, an RST or silence (old servers that do not understand the hello), and after the alerts that mean so. The
 * rare hello follows an alert that means that the server found nothing to accept; otherwise it comes last, and only if that
 * server speaks at all, because Schannel says the same with an RST. `tried`: the hellos so far.
 */
export function nextProfile(
  profile: HelloProfile,
  failure: HelloFailure,
  sequence: HelloSequence,
  tried: readonly HelloProfile[] = [profile],
): HelloProfile | undefined {
  if (failure.stage !== 'tls' || failure.certificateSeen || !mayDependOnHello(failure)) return undefined;
  const next = sequence
    .slice(sequence.indexOf(profile) + 1)
    .find((later) => !tried.includes(later) && (later !== 'rare' || foundNothingToAccept(failure)));
  return next ?? (tried.includes('rare') || failure.kind === 'timeout' ? undefined : 'rare');
}

function foundNothingToAccept({ kind, alert }: HelloFailure): boolean {
  return kind === 'alert' && alert !== undefined && nothingToAccept.has(alertName(alert));
}

/** RFC 8446 §4.1.1 and §4.4.2.2, RFC 5246 §7.2.2; some stacks send illegal_parameter if there is no common group. */
const nothingToAccept: ReadonlySet<string> = new Set<AlertName>([
  'handshake_failure',
  'insufficient_security',
  'illegal_parameter',
]);

function mayDependOnHello({ kind, alert }: HelloFailure): boolean {
  if (kind === 'alert') return alert !== undefined && fallbackAlerts.has(alertName(alert));
  return kind === 'closed' || kind === 'reset' || kind === 'timeout';
}

/** Without unrecognized_name: a server that sends it understood the hello and does not know the name. */
const fallbackAlerts: ReadonlySet<string> = new Set<AlertName>([
  'handshake_failure',
  'illegal_parameter',
  'decode_error',
  'protocol_version',
  'internal_error',
  'insufficient_security',
  'unsupported_extension',
]);
