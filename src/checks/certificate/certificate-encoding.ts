import { nameOf } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { PresentedCertificate } from '../evidence.ts';
import { failUnsorted, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';

/** Every certificate presented decodes, extensions included. Odd but readable encodings pass and are named. */
export const certificateEncoding = defineCheck({
  id: 'certificate-encoding',
  title: 'The certificates presented are encoded as the standard says',
  why: 'What one client reads leniently another refuses, so the fault shows on some machines only.',
  citation: rfc(5280, '4.1 and 4.2 (DER)'),
  faults: {
    unsorted: {
      title: 'The certificates presented are encoded as the standard says',
      why: 'What one client reads leniently another refuses, so the fault shows on some machines only.',
      remedy: 'Have the certificate reissued by current CA software.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'presented'],
  judge: ({ presented }) => {
    const faults = presented.flatMap(findFaults);
    if (faults.length > 0) {
      return failUnsorted(
        `${joinWords(faults)} Strict clients refuse such a certificate. Have it reissued by current CA software.`,
        { expected: 'everything decodes', observed: `${faults.length} malformed` },
      );
    }
    const oddities = presented.flatMap(findOddities);
    if (oddities.length === 0) return pass('Every extension presented decodes.', { observed: 'nothing odd' });
    return pass(`Every extension presented decodes. Odd but readable: ${joinWords(oddities)}.`, {
      expected: 'everything decodes',
      observed: listValues(oddities),
    });
  },
});

function findFaults({ certificate }: PresentedCertificate, index: number): readonly string[] {
  if (!certificate.ok) return [`The certificate at place ${index + 1} cannot be decoded: ${certificate.error.message}`];
  return certificate.value.malformedExtensions.map(
    ({ name, oid, error }) =>
      `The extension ${name} (${oid}) of ${nameOf(certificate.value)} is malformed: ${error.message}`,
  );
}

function findOddities({ certificate }: PresentedCertificate, index: number): readonly string[] {
  if (!certificate.ok) return [];
  return certificate.value.oddities.map(({ where, message }) => `${message} (${where}, place ${index + 1})`);
}
