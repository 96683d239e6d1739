import { rfc } from './citations.ts';
import { defineCheck } from './define-check.ts';
import { undetermined } from './judgement.ts';

/** The answer of staple, OCSP and CRL. Nothing is fetched yet, and a staple proves nothing before it is verified. */
export const revocationStatus = defineCheck({
  id: 'revocation-status',
  title: 'No certificate on the path is revoked',
  why: 'A revoked certificate is refused by every client that asks, and its key may be in the hands of others.',
  remedy: 'Replace the certificate and its key.',
  citation: rfc(5280, '6.3, and RFC 6960'),
  needs: ['leaf', 'observation'],
  judge: ({ observation }) => {
    const staples = observation.handshake?.staples.length ?? 0;
    const stapled = staples > 0 ? ' The server stapled an OCSP response, which was kept and not judged.' : '';
    return undetermined(
      'not-fetched',
      `Neither CRL nor OCSP response was fetched, so whether a certificate of the path is revoked is not known.${stapled}`,
    );
  },
});
