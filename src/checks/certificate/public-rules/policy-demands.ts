import type { Certificate } from '../../../x509/certificate.ts';
import { joinWords } from '../../join-words.ts';
import { subjectAttributes } from './subject-demands.ts';

/** A kind of validation by its reserved policy, and what a subject that was validated so has and has not. */
interface Validation {
  readonly name: string;
  /** Of each group one attribute, or one set of attributes joined by `+`, has to be there. */
  readonly demanded: readonly (readonly string[])[];
  readonly forbidden: readonly string[];
}

/** CA/B Forum 7.1.6.1 and 7.1.2.7.2 to 7.1.2.7.5; EV Guidelines 7.1.4.2. */
const validations: Readonly<Record<string, Validation>> = {
  '2.23.140.1.2.1': {
    name: 'domain-validated (DV)',
    demanded: [],
    forbidden: [
      'organizationName',
      'givenName',
      'surname',
      'streetAddress',
      'localityName',
      'stateOrProvinceName',
      'postalCode',
    ],
  },
  '2.23.140.1.2.2': {
    name: 'organization-validated (OV)',
    demanded: [['organizationName'], ['localityName', 'stateOrProvinceName'], ['countryName']],
    forbidden: [],
  },
  '2.23.140.1.2.3': {
    name: 'individual-validated (IV)',
    demanded: [['givenName+surname', 'organizationName'], ['localityName', 'stateOrProvinceName'], ['countryName']],
    forbidden: [],
  },
  '2.23.140.1.1': {
    name: 'extended-validated (EV)',
    demanded: [
      ['organizationName'],
      ['businessCategory'],
      ['serialNumber'],
      ['jurisdictionCountry'],
      ['localityName', 'stateOrProvinceName'],
      ['countryName'],
    ],
    forbidden: [],
  },
};

const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.4': 'surname',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'countryName',
  '2.5.4.7': 'localityName',
  '2.5.4.8': 'stateOrProvinceName',
  '2.5.4.9': 'streetAddress',
  '2.5.4.10': 'organizationName',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'givenName',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionCountry',
};

/** There are certificate policies. Malformed ones are not absent. */
export function findMissingPolicies({ extensions }: Certificate): string | undefined {
  return extensions.certificatePolicies === undefined ? 'has no certificatePolicies' : undefined;
}

/** One of the policies says how the subject was validated. */
export function findNoReservedPolicy({ extensions }: Certificate): string | undefined {
  const policies = extensions.certificatePolicies;
  if (policies?.ok !== true || policies.value.some(({ oid }) => Object.hasOwn(validations, oid))) return undefined;
  return 'names no policy of the CA/B Forum in certificatePolicies, so how its subject was validated is not known';
}

/** The subject has what its policies say was validated, and nothing that was not. */
export function findContradictedPolicy(certificate: Certificate): string | undefined {
  const policies = certificate.extensions.certificatePolicies;
  if (policies?.ok !== true) return undefined;
  const present = new Set(subjectAttributes(certificate).map(({ oid }) => attributeNames[oid] ?? oid));
  for (const { oid } of policies.value) {
    const validation = Object.hasOwn(validations, oid) ? validations[oid] : undefined;
    if (validation === undefined) continue;
    const { name, demanded, forbidden } = validation;
    const extra = forbidden.filter((attribute) => present.has(attribute));
    if (extra.length > 0) return `says that it is ${name}, and its subject has ${joinWords(extra)}`;
    const missing = demanded.filter((group) => !group.some((set) => set.split('+').every((each) => present.has(each))));
    const words = missing.map((group) => group.join(' or ').replace('+', ' with '));
    if (missing.length > 0) return `says that it is ${name}, and its subject lacks ${joinWords(words)}`;
  }
  return undefined;
}
