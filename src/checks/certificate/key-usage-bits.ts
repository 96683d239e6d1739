/** The bit by the name that certificates are decoded to: X.509 renamed nonRepudiation, policies may have either name (RFC 5280 §4.2.1.3). */
export function decodedBit(bit: string): string {
  return bit === 'nonRepudiation' ? 'contentCommitment' : bit;
}
