/** What to do so that the next run sees it, by the reason of an undetermined finding. */
export const waysToSee: Readonly<Record<string, string | undefined>> = {
  unreachable: 'Make the endpoint reachable from here, then scan again',
  undecodable: 'Replace the certificate that cannot be decoded',
  'not-dialled': 'Scan the running server',
  'not-fetched': 'Scan with --fetch issuers,crl,ocsp',
  'not-asked': 'Scan with the option given on the right',
  'no-answer': 'Scan again when the CRL, OCSP and issuer servers are reachable',
  'not-declared': 'Declare it in the targets file',
  'not-resolved': 'Make the names resolve, or name their addresses with --resolve',
  'handshake-broke': 'Scan again when the handshake completes',
  'no-proof-in-key-exchange': 'Scan with --prove-possession',
  'no-common-parameters': "Compare the server's configuration with what clients offer",
  'unsupported-algorithm': 'Check it with another tool: the algorithm is not supported',
  'no-path': 'Fix the chain, then scan again',
  limit: 'Check the server: its answer is larger than the limit',
  interrupted: 'Scan again',
  'internal-error': 'Report it as a bug of certmuster',
};
