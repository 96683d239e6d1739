import { checkCrls } from '../../pki/revocation/check-crls.ts';
import { checkOcspResponse } from '../../pki/revocation/check-ocsp-response.ts';
import type { RevocationAnswer } from '../../pki/revocation/revocation-answer.ts';
import type { DecodeError } from '../../x509/certificate.ts';
import type { OcspResponse } from '../../x509/revocation/ocsp.ts';
import type { Result } from '../../model/result.ts';
import type { RevocationQuestion } from './revocation-question.ts';

/** What one piece of evidence says about a certificate. */
export interface SourcedAnswer {
  readonly medium: 'staple' | 'ocsp' | 'crl';
  /** For instance `CRL http://pki.contoso.com/ca.crl`. */
  readonly source: string;
  /** Undefined for a staple. */
  readonly url: string | undefined;
  readonly answer: RevocationAnswer;
}

/** What was fetched says about a certificate: first what was asked for it, then the CRLs, which all share. */
export function judgeFetched(question: RevocationQuestion): readonly SourcedAnswer[] {
  const { certificate, issuer, fetched, now: at, demands, findSigners, checkSignature } = question;
  if (fetched === undefined) return [];
  const readable = fetched.crls.flatMap(({ url, crl }) => (crl.ok ? [{ url, crl: crl.value }] : []));
  const crls = readable.map(({ crl }) => crl);
  // A CRL is verified once for all certificates of a path.
  const listed = checkCrls({ ...demands, crls, certificate, issuer, at, findSigners, checkSignature }).flatMap(
    (answer, index) => {
      const url = readable[index]?.url;
      return [{ medium: 'crl' as const, source: `CRL ${url}`, url, answer }];
    },
  );
  const asked = fetched.ocspResponses
    .filter((each) => each.certificate === certificate.sha256)
    .map(({ url, response }) => ({
      medium: 'ocsp' as const,
      source: `OCSP ${url}`,
      url,
      answer: judgeOcsp(response, question),
    }));
  return [...asked, ...listed];
}

/** What the server stapled for a certificate says about it. */
export function judgeStaples(question: RevocationQuestion): readonly SourcedAnswer[] {
  return question.staples
    .filter((staple) => staple.certificate === question.certificate.sha256)
    .map(({ response }) => ({
      medium: 'staple' as const,
      source: 'stapled OCSP response',
      url: undefined,
      answer: judgeOcsp(response, question),
    }));
}

function judgeOcsp(
  response: Result<OcspResponse, DecodeError>,
  { certificate, issuer, now: at, demands, meter }: RevocationQuestion,
): RevocationAnswer {
  if (response.ok) return checkOcspResponse({ ...demands, response: response.value, certificate, issuer, at, meter });
  const message = `The OCSP response cannot be decoded: ${response.error.message}`;
  return { kind: 'defective', defect: 'malformed-extension', message };
}
