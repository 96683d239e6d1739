import type { Certificate } from '../../x509/certificate.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, type Judgement, notApplicable, notObservable, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';
import { issuerPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { FetchedEvidence } from '../evidence.ts';
import { downloadOfIssuer } from './fetched-issuer.ts';
import { nameOf, shortNameOf } from '../../pki/name-of.ts';

const elsewhere = { why: 'Clients of this role have to download and install the chain of the CA.' };

/**
 * Desktop sharing clients install the chain of the CA. Whether they did is not observable; whether they can is seen by fetching the
 * issuers which are neither presented nor publicly trusted, so without fetching the answer is `undetermined`.
 */
export const chainDownload = defineCheck({
  id: 'chain-download',
  title: "Clients can download the CA's chain to install it",
  why: 'Computers that use desktop sharing have to download and install the chain of the CA that issued the SSL certificate.',
  citation: specification('SSL Certificates, note on desktop sharing'),
  faults: {
    'download-failed': {
      title: "Clients cannot download the CA's certificate",
      why: 'Computers that use desktop sharing have to download and install the chain of the CA.',
      remedy: "Publish the CA's certificate at the http address in the AIA extension.",
      subject: 'certificate',
      elsewhere,
    },
    'no-pointer': {
      title: 'The certificate does not name a download address of its issuer',
      why: 'Computers that use desktop sharing have to download and install the chain of the CA.',
      remedy: "Publish the CA's certificate over http and name the address in the AIA extension.",
      subject: 'certificate',
      elsewhere,
    },
    'directory-only': {
      title: "The CA's certificate can be downloaded from the directory (LDAP) only",
      why: 'Computers outside the domain cannot query it.',
      remedy: "Publish the CA's certificate over http as well.",
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'endpoint', 'presented', 'path', 'publicTrust', 'fetched'],
  judge: (evidence) => {
    if (!evidence.expectation.role.clientsInstallChain) {
      return notApplicable('no-demand', 'The role does not require clients to install the chain.');
    }
    const { endpoint, presented, path, publicTrust, fetched } = evidence;
    const atHand = new Set([
      ...presented.map(({ sha256 }) => sha256),
      ...(publicTrust.ok ? publicTrust.value.certificates.map(({ sha256 }) => sha256) : []),
    ]);
    const isAbsent = ({ sha256 }: Certificate): boolean => !atHand.has(sha256);
    const absent = path.certificates.slice(1).filter(isAbsent);
    // The pointer to an issuer stands in what it issued.
    const pointing = path.certificates.filter((_, index, all) => {
      const issuer = all[index + 1];
      return issuer === undefined ? path.end === 'open' : isAbsent(issuer);
    });
    if (publicTrust.ok || (absent.length === 0 && path.end !== 'open')) {
      const why = publicTrust.ok ? 'The chain is publicly trusted' : 'The whole chain is presented';
      return notObservable(
        'on-clients',
        `${why}, so clients need no download. Whether they installed it is not visible over TLS; run certutil -store root on the clients.`,
      );
    }
    if (fetched?.wish.issuers === true) {
      return judgeDownloads(pointing, { fetched, isInside: endpoint.access === 'internal' });
    }
    const wanted = absent.length > 0 ? joinWords(absent.map(nameOf)) : 'the next issuer, which was not found';
    return undetermined(
      'not-fetched',
      `Clients must install ${wanted}; whether they can download it was not checked (use --fetch issuers). ${pointerText(pointing)}`,
      { expected: 'an http pointer that works' },
    );
  },
});

/** Every issuer that clients lack has to come from a pointer that works; inside, the directory is one. */
function judgeDownloads(
  pointing: readonly Certificate[],
  { fetched, isInside }: { readonly fetched: FetchedEvidence; readonly isInside: boolean },
): Judgement<'download-failed' | 'no-pointer' | 'directory-only'> {
  const expected = 'an http pointer that works';
  const downloads = pointing
    .filter((certificate) => !(isInside && issuerPointers(certificate).some((url) => /^ldaps?:/i.test(url))))
    .map((certificate) => ({ certificate, download: downloadOfIssuer(certificate, fetched) }));
  for (const { certificate, download } of downloads) {
    if (download.kind === 'failed') {
      return fail('download-failed', {
        title: `The issuer of ${shortNameOf(certificate)} cannot be downloaded`,
        detail: `It is neither sent nor publicly trusted: ${download.reasons}.`,
        certificate,
        expected,
        observed: 'none that works',
      });
    }
    if (download.kind === 'no-pointer') {
      return fail('no-pointer', {
        title: `${shortNameOf(certificate)} does not name a download address of its issuer`,
        detail: 'It is neither sent nor publicly trusted.',
        certificate,
        expected,
        observed: 'no pointer',
      });
    }
  }
  const open = downloads.flatMap(({ download }) =>
    download.kind === 'not-followed' || download.kind === 'cut-short' ? [download.reasons] : [],
  );
  if (open.length > 0 && isOnlyDirectory(pointing)) {
    return fail('directory-only', {
      title: "The CA's certificate can be downloaded from the directory (LDAP) only",
      detail: `It is offered at ${joinWords(open)}.`,
      expected,
      observed: 'ldap only',
    });
  }
  if (open.length > 0) {
    return undetermined('not-fetched', `Not checked whether clients can download the chain: ${joinWords(open)}.`, {
      expected,
    });
  }
  const places = downloads.flatMap(({ download }) => (download.kind === 'had' ? [download.url] : []));
  const seen =
    places.length === 0 ? 'The directory offers the chain' : `The chain can be downloaded from ${joinWords(places)}`;
  return notObservable(
    'on-clients',
    `${seen}. Whether clients installed it is not visible over TLS: run certutil -store root on the clients.`,
  );
}

function isOnlyDirectory(certificates: readonly Certificate[]): boolean {
  return certificates.flatMap(issuerPointers).every((url) => /^ldaps?:/i.test(url));
}

function pointerText(certificates: readonly Certificate[]): string {
  const pointers = certificates.flatMap(issuerPointers);
  const http = pointers.filter((url) => /^https?:/i.test(url));
  if (http.length > 0) return `The chain points to ${joinWords(http)}.`;
  if (pointers.length > 0)
    return `The chain points only to ${joinWords(pointers)}, which works inside the directory only.`;
  return 'No certificate in the chain names an address to download its issuer from.';
}
