import { commonNames } from '../../x509/names/common-names.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import type { Certificate, GeneralName } from '../../x509/certificate.ts';
import type { DialedHost } from '../names/dialed-host.ts';
import { hexOf } from '../../x509/der/hex.ts';
import { isHostNameOrWildcard } from './dns-constraint.ts';

/** PKCS #9 emailAddress. */
const emailAddress = '1.2.840.113549.1.9.1';

/**
 * Every name of a certificate that constraints apply to: the subject if it is not empty, each SAN, and without a SAN extension
 * the subject's e-mail addresses (RFC 5280 §4.2.1.10). With `host` given (the leaf), also each CN that reads as a host, if no SAN
 * is of a kind that hides the CN (RFC 2818 §3.1).
 */
export function constrainedNames(certificate: Certificate, host: DialedHost | undefined): readonly GeneralName[] {
  const { subject, extensions } = certificate;
  const directory: readonly GeneralName[] =
    subject.relativeDistinguishedNames.length > 0 ? [{ kind: 'directory', name: subject }] : [];
  const alternative = extensions.subjectAlternativeName;
  const names = alternative?.ok === true ? alternative.value : [];
  const emails = alternative === undefined ? subjectEmails(certificate) : [];
  const isLeftToCommonName = host !== undefined && alternative?.ok !== false && !names.some(answersFor(host));
  const hosts = isLeftToCommonName ? commonNames(subject).flatMap((text) => nameFromCommonName(text, host)) : [];
  return [...directory, ...names, ...emails, ...hosts];
}

/** Whether a SAN keeps a client that dials this host from reading the CN. A host that is not given may be a DNS name. */
function answersFor(host: DialedHost): (name: GeneralName) => boolean {
  return ({ kind }) => kind === 'dns' || (kind === 'ip' && host.kind === 'ip');
}

/** A value that is no text is given as RFC 4514 §2.4 writes it, which is no mailbox. */
function subjectEmails({ subject }: Certificate): readonly GeneralName[] {
  const attributes = subject.relativeDistinguishedNames.flat();
  return attributes.flatMap(({ oid, text, der }) =>
    oid === emailAddress ? [{ kind: 'email', text: text ?? `#${hexOf(der)}` }] : [],
  );
}

/**
 * A CN that a client could read as the host it dialed, as the kind of name it would be. A single label is a host only if it was
 * dialed: `Web` and `Intranet Web` are ordinary CNs.
 */
function nameFromCommonName(text: string, host: DialedHost): readonly GeneralName[] {
  const bytes = parseIpAddress(text);
  if (bytes !== undefined) return [{ kind: 'ip', bytes }];
  const isHost = text.includes('.') || (host.kind === 'dns' && text.toLowerCase() === host.name);
  return isHost && isHostNameOrWildcard(text) ? [{ kind: 'dns', text }] : [];
}
