import { shortNameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { crlPointers, ocspPointers } from '../../x509/extensions/certificate-pointers.ts';
import { rfc } from '../citations.ts';
import { isShortLived } from '../certificate/lifetime.ts';
import { defineCheck } from '../define-check.ts';
import type { JudgedPath } from '../evidence.ts';
import { fail, type Judgement, notApplicable } from '../judgement.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { count, joinWords } from '../join-words.ts';

const remedy = "Publish the CRL over http, add its address to the CA's CDP extension and reissue the certificate.";

/** Each certificate below the anchor has a CDP or OCSP pointer over http; a short-lived leaf needs none. */
export const revocationPointers = defineCheck({
  id: 'revocation-pointers',
  title: 'Every certificate below the root names a CRL or OCSP responder over http',
  why: 'Clients that have to check revocation but find no reachable address refuse the certificate or wait for a timeout.',
  citation: rfc(
    5280,
    '4.2.1.13 (CRL distribution points) and 4.2.2.1 (authority information access); that outsiders need http is an inference',
  ),
  faults: {
    'no-pointer': {
      title: 'A certificate in the chain names no CRL and no OCSP responder',
      why: 'Clients that have to check revocation refuse it.',
      remedy,
      subject: 'certificate',
    },
    'internal-pointer': {
      title: 'A certificate in the chain can be checked for revocation from the internal network only',
      why: 'External clients that have to check revocation wait for a timeout or refuse it.',
      remedy,
      subject: 'certificate',
    },
    'malformed-pointer': {
      title: 'A revocation address in the chain cannot be decoded',
      why: 'Clients cannot follow it.',
      remedy: 'Reissue the certificate with a well-formed extension.',
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
        'No certificate in the chain needs a revocation address: it is short-lived or a trust anchor.',
      );
    }
    const faulty = certificates.find((certificate) => !isPointing(certificate));
    if (faulty !== undefined) return describeFault(faulty);
    const checked = count(certificates.length, 'certificate');
    return passUnlessOpen(path, `${checked} below the root: each names a CRL or OCSP responder over http.`);
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

function describeFault(certificate: Certificate): Judgement<'no-pointer' | 'internal-pointer' | 'malformed-pointer'> {
  const expected = 'an http CRL or OCSP address';
  const name = shortNameOf(certificate);
  const { crlDistributionPoints, authorityInformationAccess } = certificate.extensions;
  for (const extension of [crlDistributionPoints, authorityInformationAccess]) {
    if (extension?.ok !== false) continue;
    const title = `Undecodable revocation address in ${name}`;
    return fail('malformed-pointer', {
      title,
      detail: extension.error.message,
      certificate,
      expected,
      observed: 'malformed',
    });
  }
  const urls = revocationUrls(certificate);
  if (urls.length === 0) {
    const title = `${name} names no CRL and no OCSP responder`;
    return fail('no-pointer', { title, certificate, expected, observed: 'none' });
  }
  return fail('internal-pointer', {
    title: `${name} cannot be checked for revocation from outside`,
    detail: `It names only ${joinWords(urls)}.`,
    certificate,
    expected,
    observed: joinWords(urls),
  });
}

function revocationUrls(certificate: Certificate): readonly string[] {
  return [...crlPointers(certificate).flat(), ...ocspPointers(certificate)];
}
