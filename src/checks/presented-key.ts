import type { EndpointReport } from '../model/endpoint-report.ts';
import type { PolicyId, Role } from '../model/vocabulary.ts';
import type { Certificate, PublicKey } from '../x509/certificate.ts';
import { sha256Hex } from '../x509/sha256-hex.ts';
import { findKeyWeakness } from '../x509/weak-keys/find-key-weakness.ts';
import { alternativeIpAddresses, hostNames } from './certificate-names.ts';

/** The key an endpoint presented, and what tells whose it is: plain data, all that comparing the keys of a scan takes. */
export interface PresentedKey {
  /** Id of the endpoint. */
  readonly endpoint: string;
  readonly deployment: string | null;
  readonly virtualServer: string | null;
  readonly policy: PolicyId;
  readonly role: Role;
  /** The name dialled, or an IP literal. */
  readonly host: string;
  /** SHA-256 of the leaf. */
  readonly certificate: string;
  /** Names of the leaf, lower case, IP addresses among them: the first `MAX_NAMES_KEPT`. */
  readonly names: readonly string[];
  /** Tells keys apart: for RSA a hash of the modulus, as the same one with another exponent is the same secret. */
  readonly key: string;
  /** RSA: what is to be compared for shared primes; `unfit`: longer than is worked with; absent where nothing is. */
  readonly modulus?: Uint8Array | 'unfit';
}

/** Public CAs put up to 100 names into a certificate (Let's Encrypt's limit); the texts of more would let a peer fill the memory. */
const MAX_NAMES_KEPT = 100;
const MAX_CHARACTERS_KEPT = 4_096;

type Told = Pick<EndpointReport, 'id' | 'deployment' | 'virtualServer' | 'policy' | 'role' | 'host'>;

/** What is kept of the key of an endpoint whose leaf could be decoded. */
export function presentKey(report: Told, leaf: Certificate): PresentedKey {
  const { id, deployment, virtualServer, policy, role, host } = report;
  const { modulus, spkiSha256 } = leaf.publicKey;
  return {
    ...{ endpoint: id, deployment, virtualServer, policy, role, host },
    certificate: leaf.sha256,
    names: namesOf(leaf),
    key: modulus === undefined ? spkiSha256 : sha256Hex(modulus),
    ...comparable(leaf.publicKey),
  };
}

/** What `known-weak-key` finds a small factor in is broken already, and would share it with every other such number. */
function comparable(publicKey: PublicKey): Pick<PresentedKey, 'modulus'> {
  const weakness = findKeyWeakness(publicKey);
  if (weakness === 'limit') return { modulus: 'unfit' };
  const { modulus } = publicKey;
  if (modulus === undefined || (typeof weakness === 'object' && weakness.kind === 'small-factor')) return {};
  // A copy: the original is a part of the certificate, which need not be kept for it.
  return { modulus: modulus.slice() };
}

function namesOf(leaf: Certificate): readonly string[] {
  const names: string[] = [];
  let characters = 0;
  for (const name of [...hostNames(leaf), ...alternativeIpAddresses(leaf)]) {
    characters += name.length;
    if (names.length === MAX_NAMES_KEPT || characters > MAX_CHARACTERS_KEPT) break;
    names.push(name);
  }
  return names;
}
