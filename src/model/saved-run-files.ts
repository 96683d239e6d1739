/** Names inside a folder of saved observations. */
export const savedRunFiles = {
  /** What is known of the run as a whole, see `savedRunSchema`; written last. */
  run: 'run.json',
  /** One observation a line, see `endpointObservationSchema`. */
  observations: 'observations.ndjson',
  /** The digest of each of those lines, see `lineDigestSchema`. */
  digests: 'digests.ndjson',
  /** The digests of the three files above, see `runManifestSchema`. */
  manifest: 'manifest.json',
  /** The Ed25519 signature of the manifest's bytes: 64 bytes, nothing else. Only if the run was signed. */
  signature: 'manifest.sig',
} as const;
