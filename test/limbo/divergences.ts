/**
 * Cases of x509-limbo on which `strict` differs from the corpus, each with its reason. The test fails when one heals and
 * when a new one appears.
 */
export const divergences: Readonly<Record<string, string>> = {
  'rfc5280::ca-as-leaf':
    'RFC 5280 leaves a CA in leaf position open, CA/B Forum 7.1.2.7 forbids it; webpki::ca-as-leaf is the same chain, expected to fail. Strict sides with CA/B.',
  'webpki::nc::permitted-dns-match-noncritical':
    'CA/B Forum lets name constraints be non-critical, RFC 5280 §4.2.1.10 does not; rfc5280::nc::permitted-dns-match-noncritical is the same chain, expected to fail. Strict sides with the RFC.',
};
