import { err } from '../../model/result.ts';
import type {
  Certificate,
  Decoded,
  EncodingOddity,
  Extensions,
  MalformedExtension,
  RawExtension,
} from '../certificate.ts';
import { type DerDecoded, type DerReader, decodeDer } from '../der/der-reader.ts';
import { constructed } from '../der/der-tags.ts';
import type { ElementKind } from '../der/element-memory.ts';
import { extensionDecoders } from './extension-decoders.ts';
import { findDuplicateExtensions, readExtensionList, readRawExtension } from './read-extensions.ts';

/** The extensions of one certificate, each decoded on its own. */
export interface DecodedExtensions
  extends Pick<Certificate, 'rawExtensions' | 'extensions' | 'malformedExtensions' | 'repeatedExtensions'> {
  /** Oddities of the extensions that we read, in the order of the certificate. */
  readonly oddities: readonly EncodingOddity[];
}

/** Reads `[3] EXPLICIT Extensions` of a certificate. An extension that occurs twice is malformed. */
export function decodeExtensions(tbs: DerReader): DecodedExtensions {
  const explicit = tbs.enterOptional(constructed(3), 'extensions');
  if (explicit === undefined) return none;
  const found = readExtensionList(explicit, (sequence) => sequence.remember(extensionKind, readExtension));
  explicit.finish('extensions');
  return assemble(found);
}

function assemble(found: readonly FoundExtension[]): DecodedExtensions {
  const extensions: Record<ExtensionName, Decoded<unknown>> = { ...absent };
  const rawExtensions: RawExtension[] = [];
  const oids = new Set<string>();
  let oddities: EncodingOddity[] = [];
  let isAnyMalformed = false;
  for (const { raw, name, decoded } of found) {
    rawExtensions.push(raw);
    oids.add(raw.oid);
    if (name === undefined || extensions[name] !== undefined) continue;
    extensions[name] = decoded.result;
    if (decoded.oddities.length > 0) oddities.push(...decoded.oddities);
    if (!decoded.result.ok) isAnyMalformed = true;
  }
  const repeatedExtensions = oids.size === found.length ? [] : findDuplicateExtensions(rawExtensions);
  for (const oid of repeatedExtensions) {
    const name = findName(oid);
    if (name === undefined) continue;
    extensions[name] = duplicate(name, rawExtensions.filter((extension) => extension.oid === oid).length);
    oddities = oddities.filter(({ where }) => where !== name);
    isAnyMalformed = true;
  }
  return {
    rawExtensions,
    // Each entry holds what its own decoder read.
    extensions: extensions as Extensions,
    malformedExtensions: isAnyMalformed ? findMalformed(extensions) : [],
    repeatedExtensions,
    oddities,
  };
}

type ExtensionName = keyof Extensions;

/** One extension, with its name and content if it is one that we read. */
type FoundExtension =
  | { readonly raw: RawExtension; readonly name: ExtensionName; readonly decoded: DerDecoded<unknown> }
  | { readonly raw: RawExtension; readonly name: undefined; readonly decoded: undefined };

/** Subject alternative names, key identifiers and timestamps differ from certificate to certificate. */
const extensionKind: ElementKind<FoundExtension> = {
  isShared: ({ name }) => name === undefined || !ownOfEachCertificate.has(name),
};

const ownOfEachCertificate: ReadonlySet<ExtensionName> = new Set([
  'subjectAlternativeName',
  'subjectKeyIdentifier',
  'signedCertificateTimestamps',
]);

function readExtension(sequence: DerReader): FoundExtension {
  const raw = readRawExtension(sequence);
  const name = findName(raw.oid);
  if (name === undefined) return { raw, name, decoded: undefined };
  return { raw, name, decoded: decodeDer<unknown>(raw.value, name, extensionDecoders[name].decode) };
}

/** The name of the extension with this OID, if it is one that we read. */
function findName(oid: string): ExtensionName | undefined {
  return namesByOid.get(oid);
}

/** All names in one order, so that the extensions of all certificates have the same hidden class in V8. */
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
  netscapeCertificateType: undefined,
  microsoftTemplateName: undefined,
  microsoftTemplate: undefined,
  microsoftApplicationPolicies: undefined,
  microsoftCaVersion: undefined,
  microsoftPreviousCaHash: undefined,
};

/** The names of the extensions we read. */
const extensionNames = Object.keys(absent) as readonly ExtensionName[];

const namesByOid: ReadonlyMap<string, ExtensionName> = new Map(
  extensionNames.map((name) => [extensionDecoders[name].oid, name]),
);

const none: DecodedExtensions = {
  rawExtensions: [],
  extensions: absent,
  malformedExtensions: [],
  repeatedExtensions: [],
  oddities: [],
};

function findMalformed(extensions: Readonly<Record<ExtensionName, Decoded<unknown>>>): readonly MalformedExtension[] {
  return extensionNames.flatMap((name) => {
    const decoded = extensions[name];
    return decoded?.ok === false ? [{ name, oid: extensionDecoders[name].oid, error: decoded.error }] : [];
  });
}

function duplicate(name: string, times: number): Decoded<never> {
  return err({ kind: 'duplicate', message: `The extension ${name} occurs ${times} times.`, offset: 0 });
}
