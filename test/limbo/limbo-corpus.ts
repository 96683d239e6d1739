import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** One case of the x509-limbo project's format; only the fields that are read here. */
export interface LimboCase {
  readonly id: string;
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  /** RFC 3339, or null: now. */
  readonly validation_time: string | null;
  readonly expected_peer_name: LimboName | null;
  readonly expected_peer_names: readonly LimboName[];
  readonly key_usage: readonly string[];
  readonly extended_key_usage: readonly string[];
  readonly signature_algorithms: readonly string[];
  readonly max_chain_depth: number | null;
  readonly crls: readonly string[];
  readonly expected_result: 'SUCCESS' | 'FAILURE';
}

export interface LimboName {
  readonly kind: 'DNS' | 'IP' | 'RFC822';
  readonly value: string;
}

/** Reads a corpus file, plain JSON or gzipped. */
export function readLimboCorpus(path: string): readonly LimboCase[] {
  const bytes = readFileSync(path);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return JSON.parse(text.toString('utf8')).testcases;
}
