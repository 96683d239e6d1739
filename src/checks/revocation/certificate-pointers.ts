import { crlPointers, issuerPointers, ocspPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { RolePolicy } from '../../policy/policy.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';

const reissueWith = 'Configure the CA to write the address into what it issues, and reissue the certificate.';
const reissueWithout = 'Configure the CA to leave the address out of what it issues, and reissue the certificate.';
const needed = 'Peers of this role have to find it by the certificate alone.';
const unwanted = 'Peers of this role would try an address that they must not or cannot use, and wait for it.';

/** The leaf names a CRL, an OCSP responder and its issuer's certificate where the role requires that, and does not where it forbids that. */
export const certificatePointers = defineCheck({
  id: 'certificate-pointers',
  title: 'The certificate has the addresses that the role requires, and none that it forbids',
  why: 'Peers follow the addresses in a certificate to check it for revocation and to find its issuer.',
  citation: rfc(5280, '4.2.1.13 (CRL distribution points) and 4.2.2.1 (authority information access)'),
  faults: {
    'crl-missing': {
      title: 'The certificate names no CRL, as the role requires',
      why: needed,
      remedy: reissueWith,
      subject: 'certificate',
    },
    'crl-forbidden': {
      title: 'The certificate names a CRL, which the role forbids',
      why: unwanted,
      remedy: reissueWithout,
      subject: 'certificate',
    },
    'ocsp-missing': {
      title: 'The certificate names no OCSP responder, as the role requires',
      why: needed,
      remedy: reissueWith,
      subject: 'certificate',
    },
    'ocsp-forbidden': {
      title: 'The certificate names an OCSP responder, which the role forbids',
      why: unwanted,
      remedy: reissueWithout,
      subject: 'certificate',
    },
    'issuer-missing': {
      title: 'The certificate does not say where its issuer can be fetched, as the role requires',
      why: needed,
      remedy: reissueWith,
      subject: 'certificate',
    },
    'issuer-forbidden': {
      title: 'The certificate says where its issuer can be fetched, which the role forbids',
      why: unwanted,
      remedy: reissueWithout,
      subject: 'certificate',
    },
    malformed: {
      title: 'The addresses in the certificate cannot be decoded',
      why: 'Peers cannot follow them.',
      remedy: 'Reissue the certificate with a well-formed extension.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'demands'],
  judge: ({ leaf, demands }) => {
    const rows = pointersOf(leaf).map((pointer) => ({
      ...pointer,
      presence: demands?.pointers[pointer.kind] ?? 'free',
    }));
    const demanded = rows.filter(({ presence }) => presence !== 'free');
    if (demanded.length === 0) return notApplicable('no-demand', 'This role demands nothing of addresses.');
    const details = {
      expected: demanded.map(({ kind, presence }) => `${presence === 'required' ? '' : 'no '}${kind}`).join(', '),
      observed: listValues(demanded.flatMap(({ urls }) => urls)),
      demand: 'pointers',
    } as const;
    const broken = demanded.find(({ extension }) => leaf.extensions[extension]?.ok === false);
    const malformed = broken && leaf.extensions[broken.extension];
    if (malformed?.ok === false) {
      const title = `The ${broken?.name} of the certificate cannot be decoded`;
      return fail('malformed', { title, detail: malformed.error.message, ...details, observed: 'malformed' });
    }
    const faults = demanded.flatMap((row): readonly Unfit[] => {
      const isThere = row.urls.some(isUsable);
      if (row.presence === 'required') return isThere ? [] : [{ ...row, word: 'missing' }];
      return isThere ? [{ ...row, word: 'forbidden' }] : [];
    });
    const [first, ...others] = faults;
    if (first === undefined) return pass('The addresses in the certificate are those that the role demands.', details);
    const detail = others.map((row) => `${describe(row)}.`).join(' ');
    return fail(`${first.kind}-${first.word}`, { title: describe(first), detail, ...details });
  },
});

interface Pointer {
  readonly kind: keyof RolePolicy['pointers'];
  readonly name: string;
  readonly extension: 'crlDistributionPoints' | 'authorityInformationAccess';
  readonly urls: readonly string[];
}

/** A pointer that is not as the role demands it. */
interface Unfit extends Pointer {
  readonly word: 'missing' | 'forbidden';
}

function pointersOf(leaf: Certificate): readonly Pointer[] {
  const access = 'authorityInformationAccess';
  return [
    { kind: 'crl', name: 'CRL address', extension: 'crlDistributionPoints', urls: crlPointers(leaf).flat() },
    { kind: 'ocsp', name: 'OCSP responder', extension: access, urls: ocspPointers(leaf) },
    { kind: 'issuer', name: 'address of its issuer', extension: access, urls: issuerPointers(leaf) },
  ];
}

/** Every client can reach http; LDAP is for members of a domain alone. */
function isUsable(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

function describe({ name, urls, word }: Unfit): string {
  if (word === 'forbidden') return `The certificate has the ${name} ${joinWords(urls.filter(isUsable), 2)}`;
  const other = urls.length === 0 ? '' : `, only ${joinWords(urls, 2)}`;
  return `The certificate has no ${name} over http${other}`;
}
