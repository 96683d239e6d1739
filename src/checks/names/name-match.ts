import { assertNever } from '../../model/assert-never.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import type { NameMatcher } from '../../model/vocabulary.ts';
import { compareNames } from '../../pki/names/compare-names.ts';
import { quoteText } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { alternativeDnsNames, alternativeIpAddresses, hostNames, subjectCommonNames } from './certificate-names.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { Evidence, Expectation } from '../evidence.ts';
import { fail, type Judgement, notApplicable, pass } from '../judgement.ts';
import { listValues } from '../join-words.ts';
import { ownerKey } from './declared-places.ts';
import { describeOtherClients } from './other-clients.ts';
import { serverNameNote } from './server-name-note.ts';
import { isPlaceholderCertificate, whoseCertificate } from './whose-certificate.ts';

const why = 'Clients refuse a certificate that lacks the name they connect to.';
const section = '3.1; wildcards: Microsoft KB258858; mtls: Table 1, Subject Name; policy tls-server: RFC 9525 §6';

/** The leaf matches the name dialed, by the matcher the policy names. The answers of other clients are shown, never counted. */
export const nameMatch = defineCheck({
  id: 'name-match',
  title: 'The certificate matches the name dialed',
  why,
  citation: rfc(2818, section),
  faults: {
    'name-missing': {
      title: 'The certificate lacks the name dialed',
      why,
      remedy: 'Reissue the certificate with this name in the SAN.',
      subject: 'certificate',
    },
    'certificate-of-another-endpoint': {
      title: 'The certificate of another endpoint is installed',
      why,
      remedy: 'Install the certificate that was made for this endpoint.',
      subject: 'service',
    },
    'wrong-certificate': {
      title: 'A certificate for other names is installed',
      why,
      remedy: 'Install the certificate that was made for this endpoint.',
      subject: 'service',
    },
    'placeholder-certificate': {
      title: 'A default certificate is installed',
      why: 'Software generates such a certificate until another is installed; clients do not trust it.',
      remedy: 'Install a certificate that was made for this endpoint.',
      subject: 'service',
    },
    'not-first': {
      title: 'The certificate for the name is sent, but not first',
      why: 'Clients take the first certificate for the one of the server, so they refuse the connection.',
      remedy: 'Put the certificate of the server first in the chain file, and each issuer after what it issued.',
      subject: 'service',
      citation: rfc(5246, '7.4.2 (certificate_list)'),
    },
    'no-name': {
      title: 'The certificate has no name that clients compare',
      why: 'Clients refuse it whatever name they connect to.',
      remedy: 'Reissue the certificate with the names of the server in the SAN.',
      subject: 'certificate',
    },
    'malformed-san': {
      title: 'The SAN is malformed',
      why: 'A SAN that cannot be decoded matches no name, and the CN is ignored if a SAN is present.',
      remedy: 'Reissue the certificate.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'presented', 'expectation', 'endpoint', 'observation', 'deployment', 'placesByHost'],
  judge: ({ leaf, presented, expectation, endpoint, observation, deployment, placesByHost }) => {
    if (endpoint.range !== undefined) return judgeWithoutName({ leaf, expectation, endpoint });
    const { host } = endpoint;
    const matcher = expectation.role.nameMatcher;
    const compare = compareNames(leaf, host);
    const decisive = compare(matcher);
    const others = describeOtherClients(compare, matcher, endpoint.reverseProxyProduct);
    const details = { expected: host, observed: observedNames(leaf, matcher) };
    if (decisive.matches) {
      return pass(sentences(`${quoteText(decisive.matchedBy ?? '')} matches ${host}.`, others), details);
    }
    const names = leaf.extensions.subjectAlternativeName;
    if (matcher !== 'mtls' && names?.ok === false) {
      const detail = sentences(names.error.message, others);
      return fail('malformed-san', { title: `The SAN is malformed, so it does not match ${host}`, detail, ...details });
    }
    const own = presented.findIndex(
      ({ certificate }, index) => index > 0 && certificate.ok && compareNames(certificate.value, host)(matcher).matches,
    );
    if (own > 0) {
      return fail('not-first', {
        title: `The certificate for ${host} is sent as number ${own + 1}, after ${firstNames(leaf)}`,
        detail: sentences(serverNameNote(observation), others),
        ...details,
      });
    }
    const family = [host, expectation.commonNames?.[0] ?? host, ...(expectation.requiredNames?.dns ?? [])];
    const owner = whoseCertificate(leaf, {
      host,
      owner: ownerKey(endpoint.role, endpoint.elements),
      family,
      deployment,
      placesByHost,
    });
    const wrong = `Wrong certificate for ${placeOf(endpoint, expectation)}`;
    const remedy = `Install the certificate for ${placeOf(endpoint, expectation)} here.`;
    const seen = { detail: sentences(serverNameNote(observation), others), remedy, ...details };
    switch (owner.kind) {
      case 'this-endpoint':
        return fail('name-missing', {
          ...details,
          title: describeMissing(leaf, host, matcher),
          detail: sentences(ignoredNote(leaf, host, matcher), serverNameNote(observation), others),
          ...remedyFor(host, matcher),
        });
      case 'another-endpoint':
        return fail('certificate-of-another-endpoint', { title: `${wrong}: it belongs to ${owner.place}`, ...seen });
      case 'placeholder':
        return fail('placeholder-certificate', { title: `${wrong}: a default one for ${firstNames(leaf)}`, ...seen });
      case 'stranger':
        return fail('wrong-certificate', { title: `${wrong}: it is for ${firstNames(leaf)}`, ...seen });
      default:
        return assertNever(owner);
    }
  },
});

/**
 * At an address of a range no name was dialed, so none can differ: the certificate is judged by whether it has names at all, and by whether they are
 * those of a server.
 */
function judgeWithoutName({
  leaf,
  expectation,
  endpoint,
}: Pick<Evidence, 'leaf' | 'expectation' | 'endpoint'>): Judgement<
  'malformed-san' | 'placeholder-certificate' | 'no-name'
> {
  const { host, range } = endpoint;
  const matcher = expectation.role.nameMatcher;
  const { matches } = compareNames(leaf, host)(matcher);
  const details = { expected: 'names of the server', observed: observedNames(leaf, matcher) };
  if (matches) return pass(`${host} is in the SAN.`, { ...details, expected: host });
  const names = leaf.extensions.subjectAlternativeName;
  if (matcher !== 'mtls' && names?.ok === false) {
    return fail('malformed-san', {
      title: 'The SAN is malformed, so it matches no name',
      detail: names.error.message,
      ...details,
    });
  }
  if (isPlaceholderCertificate(leaf)) {
    return fail('placeholder-certificate', {
      title: `${host} has a default certificate, for ${firstNames(leaf)}`,
      ...details,
    });
  }
  const isNamed = hasAlternativeNames(leaf) || (matcher !== 'rfc9525' && subjectCommonNames(leaf).length > 0);
  if (!isNamed) {
    const title =
      matcher === 'rfc9525'
        ? 'The certificate has no SAN, so it matches no name'
        : 'The certificate has neither SAN nor CN';
    return fail('no-name', { title, ...details });
  }
  return notApplicable(
    'no-name-dialed',
    `No name was dialed, as ${host} is an address of ${range}. The certificate is for ${details.observed}.`,
    details,
  );
}

/** What the endpoint is called, the same under all its names. */
function placeOf({ host, role }: Endpoint, { commonNames }: Expectation): string {
  const subject = commonNames?.[0] ?? host;
  return role === 'mtls' ? `${subject} (MTLS)` : subject;
}

function firstNames(leaf: Certificate): string {
  const [first = '', ...rest] = hostNames(leaf);
  return rest.length === 0 ? quoteText(first) : `${quoteText(first)} and ${rest.length} more`;
}

function describeMissing(leaf: Certificate, host: string, matcher: NameMatcher): string {
  const commonName = subjectCommonNames(leaf).at(-1);
  if (matcher === 'mtls') {
    return commonName === undefined
      ? `The subject has no CN; ${host} is needed`
      : `The CN is ${quoteText(commonName)}, not ${host}`;
  }
  if (hasAlternativeNames(leaf)) return `The SAN has no entry for ${host}`;
  if (matcher === 'rfc9525' || commonName === undefined) return `The certificate has no SAN; it needs one with ${host}`;
  return `The certificate has no SAN, and its CN is ${quoteText(commonName)}, not ${host}`;
}

/** What looks as if it covered the name, and does not. */
function ignoredNote(leaf: Certificate, host: string, matcher: NameMatcher): string {
  if (matcher === 'mtls') return 'MTLS peers compare the CN alone, without wildcards.';
  const wildcard = hostNames(leaf).find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  if (wildcard !== undefined) return `The wildcard ${quoteText(wildcard)} covers one label only.`;
  const isCommonName = subjectCommonNames(leaf).some((name) => name?.toLowerCase() === host);
  if (!isCommonName) return '';
  return matcher === 'rfc9525' ? 'The CN is ignored.' : 'The CN is ignored if a SAN is present.';
}

function remedyFor(host: string, matcher: NameMatcher): { readonly remedy?: string } {
  if (matcher === 'mtls') return { remedy: `Reissue the certificate with the CN ${host}.` };
  if (parseIpAddress(host) === undefined) return { remedy: `Reissue the certificate with ${host} in the SAN.` };
  return {
    remedy: 'Scan the host by its name (--address dials this address), or reissue with the address in the SAN.',
  };
}

function hasAlternativeNames(leaf: Certificate): boolean {
  return alternativeDnsNames(leaf).length + alternativeIpAddresses(leaf).length > 0;
}

/** The names that the matcher goes by. */
function observedNames(leaf: Certificate, matcher: NameMatcher): string {
  const names = [...alternativeDnsNames(leaf), ...alternativeIpAddresses(leaf)];
  if (matcher !== 'mtls') {
    if (leaf.extensions.subjectAlternativeName?.ok === false) return 'malformed SAN';
    if (names.length > 0) return listValues(names);
  }
  return `CN ${listValues(subjectCommonNames(leaf).map((name) => name ?? 'unreadable'))}`;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
