import { formatIpAddress, parseIpAddress } from '../../model/ip-address.ts';
import { alternativeDnsNames, alternativeIpAddresses } from './certificate-names.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { serverNameNote } from './server-name-note.ts';

/** The role's names are all there, each spelt out: a wildcard that covers one is not what the table asks for. */
export const subjectAlternativeNames = defineCheck({
  id: 'subject-alternative-names',
  title: 'The SAN lists every name the role demands',
  why: 'Desktop sharing runs under as. and download. names of the same virtual server; browsers refuse a certificate that lacks them.',
  citation: specification('Table 2, Subject Alternate Name'),
  faults: {
    unsorted: {
      title: 'The SAN lists every name the role demands',
      why: 'Desktop sharing runs under as. and download. names of the same virtual server; browsers refuse a certificate that lacks them.',
      remedy: 'Reissue the certificate with the host of the URL, as.HOST and download.HOST as dNSName entries.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'observation'],
  judge: (evidence) => {
    if (evidence.expectation.role.dnsNames.length === 0)
      return notApplicable('no-demand', 'This role demands no alternative names.');
    const {
      leaf,
      expectation: { dnsNames: demanded },
      observation,
    } = evidence;
    if (demanded === undefined) {
      return undetermined('not-declared', 'The topology does not name what the alternative names have to be.');
    }
    const expected = listValues(demanded);
    const note = serverNameNote(observation);
    const extension = leaf.extensions.subjectAlternativeName;
    if (extension?.ok === false) {
      return failUnsorted(
        `The SAN extension is malformed: ${extension.error.message} No client can find ${joinWords(demanded)} in it. Reissue the certificate.${note}`,
        { expected, observed: 'malformed' },
      );
    }
    const names = alternativeDnsNames(leaf).map((name) => name.toLowerCase());
    const present = new Set([...names, ...alternativeIpAddresses(leaf)]);
    const missing = demanded.filter((name) => !present.has(canonical(name)));
    const observed = extension === undefined ? 'none' : listValues([...present]);
    if (missing.length === 0) return pass(`The SAN lists ${joinWords(demanded)}.`, { expected, observed });
    const seen = extension === undefined ? 'There is no SAN extension' : `The SAN lacks ${joinWords(missing)}`;
    return failUnsorted(
      `${seen}; the table demands ${joinWords(demanded)}.${wildcardNote(names, missing)} Clients that open a missing name refuse the certificate. Reissue it with all of them.${note}`,
      { expected, observed },
    );
  },
});

function canonical(name: string): string {
  const address = parseIpAddress(name);
  return address === undefined ? name : formatIpAddress(address);
}

function wildcardNote(names: readonly string[], missing: readonly string[]): string {
  const covering = names.filter(
    (name) => name.startsWith('*.') && missing.some((host) => host.slice(host.indexOf('.')) === name.slice(1)),
  );
  if (covering.length === 0) return '';
  return ` The wildcard ${joinWords(covering)} covers a missing name for clients that accept wildcards, which the table does not ask of them.`;
}
