import type { Expectation } from '../../checks/evidence.ts';
import { isForbidden, isNamed, type KindOfName, listNames } from '../../checks/names/name-demands.ts';
import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { NamesByKind } from '../../policy/policy.ts';

export type RequestNames = Pick<
  PlannedCertificate,
  'commonName' | 'dnsNames' | 'ipAddresses' | 'uris' | 'emailAddresses' | 'namesToFillIn'
>;

export interface NamesQuestion {
  readonly expectation: Expectation;
  /** The name dialed. */
  readonly host: string;
  /** What else is dialed at the same place, itself among it: the certificate is one for all of it. */
  readonly neighbours: readonly { readonly host: string; readonly expectation: Expectation }[];
  /** Whether the policy compares the certificate with the name dialed. */
  readonly isCompared: boolean;
}

/** The most characters that a common name can hold: `ub-common-name` of RFC 5280, appendix A.1. */
const maxCommonNameLength = 64;

/** Subject and SAN of a request. The error says why it cannot be planned: the end of a sentence. */
export function requestNames(question: NamesQuestion): Result<RequestNames, string> {
  const { expectation, host } = question;
  const { role, commonNames, requiredNames } = expectation;
  if (requiredNames === undefined) return err('the targets file does not declare the names for the SAN.');
  if (commonNames === undefined) return err('the targets file does not declare the subject.');
  const fitting = commonNames.filter(fits);
  const [subject] = commonNames;
  if (subject !== undefined && fitting.length === 0) {
    return err(`the subject ${subject} is too long: a CN has at most ${maxCommonNameLength} characters (RFC 5280).`);
  }
  // MTLS compares the CN, any other client the SAN.
  const isMtls = role.nameMatcher === 'mtls';
  const together = isMtls ? [] : question.neighbours.filter((other) => haveOneSubject(other.expectation, expectation));
  const hosts = together.length === 0 ? [host] : together.map((other) => other.host);
  const required = joinNames(
    together.length === 0 ? [requiredNames] : together.flatMap((other) => other.expectation.requiredNames ?? []),
  );
  const own = isMtls ? [host] : [...required.dns.filter((name) => !name.includes('*')), ...hosts];
  const demanded = isMtls && fitting.includes(host) ? host : fitting[0];
  const names = listNames(withHosts(required, hosts, question));
  const of = (kind: KindOfName['kind']): string[] =>
    names.flatMap((name) => (name.kind === kind && !isPattern(name) ? [name.text] : []));
  return ok({
    commonName: demanded ?? own.find(fits) ?? null,
    dnsNames: of('dns'),
    ipAddresses: of('ip'),
    uris: of('uri'),
    emailAddresses: of('email'),
    namesToFillIn: names.flatMap((name) =>
      isPattern(name) && (name.kind === 'uri' || name.kind === 'email')
        ? [{ kind: name.kind, pattern: name.text }]
        : [],
    ),
  });
}

/** Where the subject is demanded and depends on the name dialed, each name has a certificate of its own. */
function haveOneSubject(one: Expectation, other: Expectation): boolean {
  return one.commonNames?.join(' ') === other.commonNames?.join(' ');
}

/** Every kind in the order of the first mention, which all endpoints of a place have to share. */
function joinNames(all: readonly NamesByKind[]): NamesByKind {
  const of = (kind: keyof NamesByKind): readonly string[] => [...new Set(all.flatMap((names) => names[kind]))];
  return { dns: of('dns'), ip: of('ip'), uri: of('uri'), email: of('email') };
}

function fits(name: string): boolean {
  return name.length <= maxCommonNameLength;
}

/** `*` stands for any characters in a URI and an e-mail address; in a DNS name it is that wildcard itself. */
function isPattern({ kind, text }: KindOfName): boolean {
  return (kind === 'uri' || kind === 'email') && text.includes('*');
}

/** With the names dialed, if clients look for them in the SAN and the role lets them be there. */
function withHosts(
  required: NamesByKind,
  hosts: readonly string[],
  { expectation, isCompared }: NamesQuestion,
): NamesByKind {
  if (!isCompared || expectation.role.nameMatcher === 'mtls') return required;
  const demanded = listNames(required);
  const missing = hosts.filter((host) =>
    listNames({ dns: [host] }).every((name) => {
      return !demanded.some((each) => isNamed(name, each)) && mayBeNamed(name, expectation);
    }),
  );
  return { ...required, dns: [...required.dns, ...missing] };
}

/** What the topology does not declare is neither forbidden nor limited. */
function mayBeNamed(name: KindOfName, { allowedNames, forbiddenNames }: Expectation): boolean {
  if (listNames(forbiddenNames ?? {}).some((each) => isForbidden(name, each))) return false;
  return allowedNames?.[name.kind] === undefined || listNames(allowedNames).some((each) => isNamed(name, each));
}
