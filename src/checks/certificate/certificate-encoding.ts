import { nameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { PresentedCertificate } from '../evidence.ts';
import { fail, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';

const strictClients = 'Strict clients refuse the certificate, lenient clients accept it.';
const reissue = 'Have the certificate reissued by current CA software.';

/** Every certificate presented or on the path decodes, extensions included. Odd but readable encodings pass and are named. */
export const certificateEncoding = defineCheck({
  id: 'certificate-encoding',
  title: 'The certificates are encoded correctly',
  why: 'Lenient clients accept a malformed certificate, strict clients refuse it.',
  citation: rfc(5280, '4.1 and 4.2 (DER)'),
  faults: {
    undecodable: {
      title: 'A certificate in the chain cannot be decoded',
      why: strictClients,
      remedy: 'Replace the certificate in the chain that the server sends.',
      subject: 'certificate',
    },
    'malformed-extension': {
      title: 'An extension of a certificate is malformed',
      why: strictClients,
      remedy: reissue,
      subject: 'certificate',
    },
    'repeated-extension': {
      title: 'A certificate has an extension twice',
      why: strictClients,
      remedy: reissue,
      subject: 'certificate',
      citation: rfc(5280, '4.2'),
    },
    'extensions-before-version-3': {
      title: 'A certificate has extensions, but is not version 3',
      why: strictClients,
      remedy: reissue,
      subject: 'certificate',
      citation: rfc(5280, '4.1.2.9'),
    },
  },
  needs: ['leaf', 'presented', 'path'],
  judge: ({ presented, path }) => {
    const sent = new Set(presented.map(({ sha256 }) => sha256));
    const added = path.certificates.filter(({ sha256 }) => !sent.has(sha256));
    const found = [...presented.flatMap(findDefects), ...added.flatMap(defectsOf)];
    const [first, ...rest] = found;
    const expected = 'everything decodes';
    const oddities = [...presented.flatMap(findOddities), ...added.flatMap(odditiesOf)];
    const unusual = oddities.length === 0 ? '' : `Unusual but readable: ${joinWords(oddities, maximumListed)}.`;
    if (first !== undefined) {
      const others = rest.slice(0, maximumListed).map(({ title, reason = [] }) => [`${title}.`, ...reason].join(' '));
      const more = rest.length > maximumListed ? [`And ${rest.length - maximumListed} more.`] : [];
      return fail(first.fault, {
        title: first.title,
        detail: [...(first.reason ?? []), ...others, ...more, unusual].filter((text) => text !== '').join(' '),
        certificate: first.certificate,
        expected,
        observed: `${found.length} malformed`,
      });
    }
    const message = 'Every certificate and extension decodes.';
    if (oddities.length === 0) return pass(message, { observed: 'nothing odd' });
    return pass(`${message} ${unusual}`, { expected, observed: listValues(oddities) });
  },
});

/** Defects and oddities listed in one message: all that honest chains have, and few enough to read. */
const maximumListed = 40;

interface Defect {
  readonly fault: 'undecodable' | 'malformed-extension' | 'repeated-extension' | 'extensions-before-version-3';
  readonly title: string;
  readonly certificate: { readonly sha256: string };
  /** Whole sentences. */
  readonly reason?: readonly string[];
}

function findDefects({ certificate, sha256 }: PresentedCertificate, index: number): readonly Defect[] {
  if (certificate.ok) return defectsOf(certificate.value);
  const title = `Certificate ${index + 1} of the chain sent cannot be decoded`;
  return [{ fault: 'undecodable', title, certificate: { sha256 }, reason: [certificate.error.message] }];
}

function defectsOf(certificate: Certificate): readonly Defect[] {
  const { malformedExtensions, repeatedExtensions, version, rawExtensions } = certificate;
  const name = nameOf(certificate);
  return [
    ...malformedExtensions
      .filter(({ oid }) => !repeatedExtensions.includes(oid))
      .map((extension): Defect => {
        const title = `The extension ${extension.name} (${extension.oid}) of ${name} is malformed`;
        return { fault: 'malformed-extension', title, certificate, reason: [extension.error.message] };
      }),
    ...repeatedExtensions.map((oid): Defect => {
      return { fault: 'repeated-extension', title: `${name} has the extension ${oid} twice`, certificate };
    }),
    ...(version === 3 || rawExtensions.length === 0 ? [] : [earlyExtensions(certificate, name)]),
  ];
}

function earlyExtensions(certificate: Certificate, name: string): Defect {
  const title = `${name} has extensions, but is version ${certificate.version}`;
  return { fault: 'extensions-before-version-3', title, certificate };
}

function findOddities({ certificate }: PresentedCertificate, index: number): readonly string[] {
  return certificate.ok ? listOddities(certificate.value, `certificate ${index + 1}`) : [];
}

function odditiesOf(certificate: Certificate): readonly string[] {
  return listOddities(certificate, nameOf(certificate));
}

function listOddities({ oddities }: Certificate, name: string): readonly string[] {
  return oddities.map(({ where, message }) => `${message} (${where}, ${name})`);
}
