import assert from 'node:assert/strict';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import type { PathError, PathRequest, TrustStore } from '../../src/pki/path/path.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { type Forged, now } from './forge-certificate.ts';
import { serverAuth } from './forge-extensions.ts';

/** What to ask, in forged certificates; everything else as a scan would. */
export interface Question extends Partial<Omit<PathRequest, 'leaf' | 'candidates' | 'store'>> {
  readonly leaf: Forged;
  readonly candidates?: readonly Forged[];
  readonly anchors: readonly Forged[];
}

export function storeOf(...anchors: readonly Forged[]): TrustStore {
  const store = createTrustStore({
    name: 'test',
    source: 'forged',
    date: null,
    anchors: anchors.map(({ certificate }) => certificate.der),
  });
  assert.ok(store.ok);
  return store.value;
}

export function requestOf({ leaf, candidates = [], anchors, ...rest }: Question): PathRequest {
  return {
    at: now,
    profile: 'rfc5280',
    purpose: serverAuth,
    host: undefined,
    ...rest,
    leaf: leaf.certificate,
    candidates: candidates.map(({ certificate }) => certificate),
    store: storeOf(...anchors),
  };
}

/** The path found, or fails with the error's sentence. */
export function pathOf(question: Question): readonly Certificate[] {
  const found = createPathFinder()(requestOf(question));
  assert.ok(found.ok, found.ok ? '' : `${found.error.kind}: ${found.error.message}`);
  return found.value.certificates;
}

/** The error, or fails because there was a path. */
export function errorOf(question: Question): PathError {
  const found = createPathFinder()(requestOf(question));
  assert.ok(!found.ok, 'a path was found');
  return found.error;
}

/** Fingerprints, to compare paths without printing certificates. */
export function fingerprints(...certificates: readonly (Forged | Certificate)[]): readonly string[] {
  return certificates.map((entry) => ('certificate' in entry ? entry.certificate.sha256 : entry.sha256));
}
