import type { EndpointReport } from '../../model/endpoint-report.ts';

type Certificate = EndpointReport['chain'][number];

export interface CertificateBlock {
  readonly number: number;
  readonly certificates: readonly Certificate[];
}

/** Certificates in one data block. */
export const certificatesPerBlock = 200;

/** Every certificate of a report once, by fingerprint, handed out in blocks as they fill. */
export function createCertificateTable() {
  const positions = new Map<string, number>();
  let waiting: Certificate[] = [];
  let taken = 0;
  const take = (count: number): readonly Certificate[] => {
    const some = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return some;
  };
  return {
    /** The position of a certificate in the table. */
    put: (certificate: Certificate): number => {
      const known = positions.get(certificate.sha256);
      if (known !== undefined) return known;
      positions.set(certificate.sha256, positions.size);
      waiting.push(certificate);
      return positions.size - 1;
    },
    takeFull: function* (): Generator<CertificateBlock, void, undefined> {
      while (waiting.length >= certificatesPerBlock)
        yield { number: taken++, certificates: take(certificatesPerBlock) };
    },
    takeRest: function* (): Generator<CertificateBlock, void, undefined> {
      while (waiting.length > 0) yield { number: taken++, certificates: take(certificatesPerBlock) };
    },
  };
}
