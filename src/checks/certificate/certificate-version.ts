import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass } from '../judgement.ts';

/** X.509 version 3 (the value 2 in DER). */
export const certificateVersion = defineCheck({
  id: 'certificate-version',
  title: 'The certificate is X.509 version 3',
  why: 'Only version 3 has extensions: names, key usage and server authentication cannot be said without them.',
  citation: specification('Tables 1 and 2, Version'),
  faults: {
    unsorted: {
      title: 'The certificate is X.509 version 3',
      why: 'Only version 3 has extensions: names, key usage and server authentication cannot be said without them.',
      remedy: 'Reissue the certificate as version 3; every current CA and template does so by default.',
      subject: 'certificate',
    },
  },
  needs: ['leaf'],
  judge: ({ leaf: { version } }) => {
    const details = { expected: '3', observed: String(version) };
    if (version === 3) return pass('The certificate is version 3.', details);
    return failUnsorted(
      `The certificate is version ${version}. It can carry no extensions, so nothing in it says what it may be used for. Reissue it as version 3.`,
      details,
    );
  },
});
