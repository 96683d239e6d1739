/** What a tool may print of a certificate by which it is known. */
export interface CertificateMarks {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly sha1: string;
  readonly pem: string;
  /** As OpenSSL writes it: `Jan 30 06:18:19 2027 GMT`. The certificates of the network all have another. */
  readonly notAfter: string;
}

/** Does the output of a tool name this certificate: by a fingerprint in any spelling, in full as PEM, or by the second in which it expires? */
export function tellsOf(output: string, { sha256, sha1, pem, notAfter }: CertificateMarks): boolean {
  const bare = output.replaceAll(/[\s:]/g, '').toLowerCase();
  const inOneWord = (text: string): string => text.replaceAll(/[\s:]/g, '').toLowerCase();
  return [sha256, sha1, pem, notAfter].some((mark) => bare.includes(inOneWord(mark)));
}
