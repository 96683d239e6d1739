import { err } from '../model/result.ts';
import type { Decoded, EncodingOddity, Extensions, RawExtension } from './certificate.ts';
import { type DerDecoded, decodeDer } from './der-reader.ts';
import { createElementMemory, type ElementMemory } from './element-memory.ts';
import { extensionDecoders } from './extension-decoders.ts';

/** The extensions of one certificate, each decoded on its own. */
export interface DecodedExtensions {
  readonly extensions: Extensions;
  /** What is odd in those that we read, in the order of the certificate. */
  readonly oddities: readonly EncodingOddity[];
}

/** Decodes every extension that we read. One that stands twice is malformed, whichever is meant. */
export function decodeExtensions(raw: readonly RawExtension[]): DecodedExtensions {
  const extensions: Record<ExtensionName, Decoded<unknown>> = { ...absent };
  let oddities: EncodingOddity[] = [];
  let repeated: Map<string, ExtensionName> | undefined;
  for (const { oid, value } of raw) {
    const known = findKnown(oid);
    if (known === undefined) continue;
    if (extensions[known.name] !== undefined) {
      repeated ??= new Map();
      repeated.set(oid, known.name);
      continue;
    }
    const { result, oddities: seen } = decode(known, value);
    extensions[known.name] = result;
    if (seen.length > 0) oddities.push(...seen);
  }
  for (const [oid, name] of repeated ?? []) {
    extensions[name] = duplicate(name, count(raw, oid));
    oddities = oddities.filter(({ where }) => where !== name);
  }
  // Each entry holds what its own decoder read.
  return { extensions: extensions as Extensions, oddities };
}

type ExtensionName = keyof Extensions;

interface KnownExtension {
  readonly name: ExtensionName;
  /** What certificates of one CA have in common is decoded once; undefined: it is another in each certificate. */
  readonly memory: ElementMemory<DerDecoded<unknown>> | undefined;
}

function decode({ name, memory }: KnownExtension, value: Uint8Array): DerDecoded<unknown> {
  const known = memory?.find(value);
  if (known !== undefined) return known;
  const decoded = decodeDer<unknown>(value, name, extensionDecoders[name].decode);
  memory?.keep(value, decoded);
  return decoded;
}

const ownOfEachCertificate: ReadonlySet<ExtensionName> = new Set([
  'subjectAlternativeName',
  'subjectKeyIdentifier',
  'signedCertificateTimestamps',
]);

let byOid: ReadonlyMap<string, KnownExtension> | undefined;

/** The extension of this OID, if it is one that we read. */
function findKnown(oid: string): KnownExtension | undefined {
  byOid ??= new Map(
    extensionNames.map((name) => {
      const memory = ownOfEachCertificate.has(name) ? undefined : createElementMemory<DerDecoded<unknown>>();
      return [extensionDecoders[name].oid, { name, memory }];
    }),
  );
  return byOid.get(oid);
}

/** All names, in one order, so that all certificates' extensions are of one shape. */
const absent: Extensions = {
  subjectAlternativeName: undefined,
  issuerAlternativeName: undefined,
  keyUsage: undefined,
  extendedKeyUsage: undefined,
  basicConstraints: undefined,
  nameConstraints: undefined,
  authorityKeyIdentifier: undefined,
  subjectKeyIdentifier: undefined,
  crlDistributionPoints: undefined,
  freshestCrl: undefined,
  authorityInformationAccess: undefined,
  subjectInformationAccess: undefined,
  certificatePolicies: undefined,
  policyConstraints: undefined,
  policyMappings: undefined,
  inhibitAnyPolicy: undefined,
  tlsFeature: undefined,
  signedCertificateTimestamps: undefined,
  microsoftTemplateName: undefined,
  microsoftTemplate: undefined,
  microsoftApplicationPolicies: undefined,
  microsoftCaVersion: undefined,
  microsoftPreviousCaHash: undefined,
};

/** The names of the extensions we read. */
const extensionNames = Object.keys(absent) as readonly ExtensionName[];

function count(raw: readonly RawExtension[], oid: string): number {
  return raw.filter((extension) => extension.oid === oid).length;
}

function duplicate(name: string, times: number): Decoded<never> {
  return err({ kind: 'duplicate', message: `The extension ${name} stands ${times} times.`, offset: 0 });
}
