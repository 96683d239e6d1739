import { nameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { crlPointers, ocspPointers } from '../../x509/extensions/certificate-pointers.ts';
import { baselineRequirements } from '../citations.ts';
import { isShortLived } from '../certificate/lifetime.ts';
import { defineCheck } from '../define-check.ts';
import type { JudgedPath } from '../evidence.ts';
import { failUnsorted, type Judgement, notApplicable } from '../judgement.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { count, joinWords } from '../join-words.ts';

/** Each certificate below the anchor has a CDP or OCSP pointer over http; a short-lived leaf needs none. */
export const revocationPointers = defineCheck({
  id: 'revocation-pointers',
  title: 'Every certificate below the root says where to ask whether it is revoked',
  why: 'Clients that must check revocation and find no address they can reach refuse the certificate or wait for a timeout.',
  citation: baselineRequirements('7.1.2.11.2 (CRL Distribution Points) and 7.1.2.7.7 (Authority Information Access)'),
  faults: {
    unsorted: {
      title: 'Every certificate below the root says where to ask whether it is revoked',
      why: 'Clients that must check revocation and find no address they can reach refuse the certificate or wait for a timeout.',
      remedy:
        "Publish the CA's CRL over http and add the address to the CA's CDP extension; an ldap address works inside the directory only.",
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'path', 'thresholds'],
  judge: ({ leaf, path, thresholds }) => {
    const skipped = isShortLived(leaf, thresholds.shortLivedDays) ? 1 : 0;
    const certificates = revocable(path).slice(skipped);
    if (certificates.length === 0 && path.end !== 'open') {
      return notApplicable(
        'nothing-revocable',
        'No certificate on the path needs a pointer: short-lived, or an anchor itself.',
      );
    }
    const faulty = certificates.find((certificate) => !isPointing(certificate));
    if (faulty !== undefined) return describeFault(faulty);
    const checked = count(certificates.length, 'certificate');
    return passUnlessOpen(path, `Of ${checked} below the root each points to a CRL or OCSP responder over http.`);
  },
});

/** All but the anchor or root at the end of the path: no CA above could revoke that one. */
function revocable({ certificates, end }: JudgedPath): readonly Certificate[] {
  return end === 'open' ? certificates : certificates.slice(0, -1);
}

/** Whether the pointers decode and one of them is an http address, which every client can reach. */
function isPointing(certificate: Certificate): boolean {
  const { crlDistributionPoints, authorityInformationAccess } = certificate.extensions;
  if (crlDistributionPoints?.ok === false || authorityInformationAccess?.ok === false) return false;
  return revocationUrls(certificate).some((url) => /^https?:\/\//i.test(url));
}

function describeFault(certificate: Certificate): Judgement<'unsorted'> {
  const expected = 'an http CRL or OCSP address';
  const { crlDistributionPoints, authorityInformationAccess } = certificate.extensions;
  for (const extension of [crlDistributionPoints, authorityInformationAccess]) {
    if (extension?.ok !== false) continue;
    return failUnsorted(
      `An extension of ${nameOf(certificate)} that says where to ask for revocation is malformed: ${extension.error.message} Clients cannot follow it. Reissue the certificate.`,
      { expected, observed: 'malformed' },
    );
  }
  const urls = revocationUrls(certificate);
  const seen =
    urls.length === 0
      ? `${nameOf(certificate)} says nowhere where to ask whether it is revoked`
      : `${nameOf(certificate)} points only to ${joinWords(urls)}, which outsiders cannot reach`;
  return failUnsorted(
    `${seen}. Clients that must check revocation refuse it or wait in vain. Add an http address to the CA's CDP extension and reissue.`,
    { expected, observed: urls.length === 0 ? 'none' : joinWords(urls) },
  );
}

function revocationUrls(certificate: Certificate): readonly string[] {
  return [...crlPointers(certificate).flat(), ...ocspPointers(certificate)];
}
