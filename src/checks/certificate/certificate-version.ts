import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass } from '../judgement.ts';

/** X.509 version 3 (the value 2 in DER). */
export const certificateVersion = defineCheck({
  id: 'certificate-version',
  title: 'The certificate is X.509 version 3',
  why: 'Only version 3 has extensions, which carry the SAN, the key usage and the extended key usage.',
  citation: specification('Tables 1 and 2, Version; policy tls-server: RFC 5280 §4.1.2.1'),
  faults: {
    'not-version-3': {
      title: 'The certificate is not X.509 version 3',
      why: 'Only version 3 has extensions, which carry the SAN, the key usage and the extended key usage.',
      remedy: 'Reissue the certificate as version 3, the default of every current CA.',
      subject: 'certificate',
    },
  },
  needs: ['leaf'],
  judge: ({ leaf: { version } }) => {
    const details = { expected: '3', observed: String(version) };
    if (version === 3) return pass('The certificate is X.509 version 3.', details);
    return fail('not-version-3', { title: `The certificate is X.509 version ${version}, not version 3`, ...details });
  },
});
