import type { Result } from '../model/result.ts';
import type { DecodeError } from './certificate.ts';
import { type DerReader, decodeDer } from './der/der-reader.ts';
import { constructed, derTags } from './der/der-tags.ts';
import { readObjectIdentifier } from './der/object-identifier.ts';

/** For what OpenSSL trusts a certificate: extended key usages by OID. */
export interface TrustSettings {
  /** The only uses that it is trusted for; undefined: it is not restricted. An empty list trusts it for nothing. */
  readonly trusted: readonly string[] | undefined;
  /** The uses that it is rejected for, whatever `trusted` says. */
  readonly rejected: readonly string[];
}

/** A block `TRUSTED CERTIFICATE`: the certificate, and what follows it. */
export interface TrustedCertificate {
  readonly der: Uint8Array;
  /** Undefined: nothing follows. */
  readonly settings: Result<TrustSettings, DecodeError> | undefined;
}

/**
 * Reads a block `TRUSTED CERTIFICATE` of OpenSSL: a certificate and X509_CERT_AUX (crypto/x509/x_x509a.c). A certificate that is not
 * even an element is left to the caller whole.
 */
export function readTrustedCertificate(block: Uint8Array): TrustedCertificate {
  let length = block.length;
  // What follows the certificate is read below, so that a defect there is not one of the certificate.
  decodeDer(block, 'certificate', (reader) => {
    const { der } = reader.element('certificate');
    if (der.length > 0) length = der.length;
  });
  const settings = block.subarray(length);
  return {
    der: block.subarray(0, length),
    settings: settings.length === 0 ? undefined : decodeDer(settings, 'trust settings', readSettings).result,
  };
}

function readSettings(reader: DerReader): TrustSettings {
  const settings = reader.enter(derTags.sequence, 'trust settings');
  const trusted = readUses(settings, derTags.sequence);
  const rejected = readUses(settings, constructed(0)) ?? [];
  if (settings.nextTag === derTags.utf8String) settings.element('alias');
  if (settings.nextTag === derTags.octetString) settings.element('key identifier');
  if (settings.nextTag === constructed(1)) settings.element('other settings');
  settings.finish('trust settings');
  return { trusted, rejected };
}

function readUses(settings: DerReader, tag: number): readonly string[] | undefined {
  const list = settings.enterOptional(tag, 'list of uses');
  if (list === undefined) return undefined;
  const uses: string[] = [];
  while (list.hasMore) uses.push(readObjectIdentifier(list, 'use'));
  return uses;
}
