import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { PolicyId, Role } from '../../model/vocabulary.ts';
import type { Certificate, PublicKey } from '../../x509/certificate.ts';
import { commonNames } from '../../x509/names/common-names.ts';
import { formatIpAddress } from '../../model/ip-address.ts';
import { sha256Hex } from '../../x509/der/sha256-hex.ts';
import { findKeyWeakness } from '../../x509/weak-keys/find-key-weakness.ts';

/** The key an endpoint presented, and what tells whose it is: plain data, all that comparing the keys of a scan takes. */
export interface PresentedKey {
  /** Id of the endpoint. */
  readonly endpoint: string;
  readonly deployment: string | null;
  readonly virtualServer: string | null;
  readonly policy: PolicyId;
  readonly role: Role;
  /** The name dialed, or an IP literal. */
  readonly host: string;
  /** SHA-256 of the leaf. */
  readonly certificate: string;
  /** Names of the leaf, lower case, IP addresses among them: the first `MAX_NAMES_KEPT`. */
  readonly names: readonly string[];
  /** Tells keys apart: for RSA a hash of the modulus, as the same one with another exponent is the same secret. */
  readonly key: string;
  /** SHA-256 of the SubjectPublicKeyInfo, by which waivers may name a key; absent where none is declared. */
  readonly publicKey?: string;
  /** RSA: what is to be compared for shared primes; `unfit`: longer than is worked with; absent or undefined if nothing is. */
  readonly modulus?: Uint8Array | 'unfit' | undefined;
}

/** Public CAs put up to 100 names into a certificate (Let's Encrypt's limit); the texts of more would let a peer fill the memory. */
const MAX_NAMES_KEPT = 100;
const MAX_CHARACTERS_KEPT = 4_096;

type ReportedEndpoint = Pick<EndpointReport, 'id' | 'deployment' | 'virtualServer' | 'policy' | 'role' | 'host'>;

/** What is kept of the key of an endpoint whose leaf could be decoded. `isWaivable`: waivers may be declared for it. */
export function presentKey(
  report: ReportedEndpoint,
  leaf: Certificate,
  isWaivable = report.deployment !== null,
): PresentedKey {
  const { publicKey } = leaf;
  return {
    endpoint: report.id,
    deployment: report.deployment,
    virtualServer: report.virtualServer,
    policy: report.policy,
    role: report.role,
    host: report.host,
    certificate: leaf.sha256,
    names: namesOf(leaf),
    key: publicKey.modulus === undefined ? publicKey.spkiSha256 : sha256Hex(publicKey.modulus),
    ...(isWaivable ? { publicKey: publicKey.spkiSha256 } : {}),
    modulus: comparable(publicKey),
  };
}

/** Without moduli in which `known-weak-key` finds a small factor: they are broken already, and would all share that factor. */
function comparable(publicKey: PublicKey): PresentedKey['modulus'] {
  const weakness = findKeyWeakness(publicKey);
  if (weakness === 'limit') return 'unfit';
  const { modulus } = publicKey;
  if (modulus === undefined || (typeof weakness === 'object' && weakness.kind === 'small-factor')) return undefined;
  // A copy: the original is a part of the certificate, which need not be kept for it.
  return modulus.slice();
}

/** The common name counts only if there is no alternative name, as in the clients of its day. */
function namesOf({ extensions, subject }: Certificate): readonly string[] {
  const alternative = extensions.subjectAlternativeName;
  const names: string[] = [];
  let characters = 0;
  for (const entry of alternative?.ok === true ? alternative.value : []) {
    if (entry.kind !== 'dns' && entry.kind !== 'ip') continue;
    const name = entry.kind === 'ip' ? formatIpAddress(entry.bytes) : entry.text.toLowerCase();
    characters += name.length;
    if (names.length === MAX_NAMES_KEPT || characters > MAX_CHARACTERS_KEPT) break;
    names.push(name);
  }
  return names.length > 0 ? names : commonNames(subject).slice(0, 1).map(shortened);
}

function shortened(name: string): string {
  return name.slice(0, MAX_CHARACTERS_KEPT).toLowerCase();
}
