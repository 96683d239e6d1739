import { err, ok, type Result } from '../model/result.ts';
import type { Certificate } from '../x509/certificate.ts';
import { crlPointers } from '../x509/extensions/certificate-pointers.ts';
import { decodeCrl, MAX_CRL_BYTES } from '../x509/revocation/decode-crl.ts';
import { decodePem } from '../x509/der/decode-pem.ts';
import { type EvidenceTrail, firstOfUse } from './evidence-trail.ts';

export interface FetchedCrl {
  readonly url: string;
  readonly der: Uint8Array;
}

/** Reads the answer of a distribution point: the DER of a CRL, or a sentence. */
export type ReadCrl = (body: Uint8Array) => Result<Uint8Array, string>;

/** A reader for one run: the same bytes, which the fetcher hands out again and again, are decoded once. */
export function createCrlReader(): ReadCrl {
  const known = new WeakMap<Uint8Array, Result<Uint8Array, string>>();
  return (body) => {
    const before = known.get(body);
    if (before !== undefined) return before;
    const read = readCrl(body);
    known.set(body, read);
    return read;
  };
}

/** Distribution points followed for one certificate. Public CAs have one; CRLs split by reasons have a handful at most. */
const MAX_DISTRIBUTION_POINTS = 4;

/** Fetches the CRLs that certificates point to: from each distribution point the first URL that yields one. Each URL once. */
export async function fetchCrls(
  certificates: readonly Certificate[],
  trail: EvidenceTrail,
  read: ReadCrl,
): Promise<readonly FetchedCrl[]> {
  const points = certificates.flatMap((certificate) =>
    crlPointers(certificate)
      .slice(0, MAX_DISTRIBUTION_POINTS)
      .map((urls) => ({ certificate, urls })),
  );
  const found = await Promise.all(
    points.map(({ certificate, urls }) =>
      firstOfUse(urls, (url) =>
        trail.follow({
          purpose: 'crl',
          certificate: certificate.sha256,
          request: { url, accept: 'application/pkix-crl, */*;q=0.1', maxBytes: MAX_CRL_BYTES },
          read,
        }),
      ),
    ),
  );
  const crls = found.flatMap((each) => (each === undefined ? [] : [{ url: each.url, der: each.value }]));
  return [...new Map(crls.map((crl) => [crl.url, crl])).values()];
}

/** RFC 5280 §4.2.1.13 demands DER, but some CAs serve PEM. */
function readCrl(body: Uint8Array): Result<Uint8Array, string> {
  const direct = decodeCrl(body);
  if (direct.ok) return ok(body);
  const blocks = body[0] === 0x30 ? undefined : decodePem(Buffer.from(body).toString('latin1'));
  const block = blocks?.ok === true ? blocks.value.find(({ label }) => label === 'X509 CRL') : undefined;
  const wrapped = block === undefined ? direct : decodeCrl(block.der);
  return wrapped.ok ? ok(wrapped.value.der) : err(`The fetched file is not a CRL: ${wrapped.error.message}`);
}
