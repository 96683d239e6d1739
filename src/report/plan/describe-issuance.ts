import type { PlannedCertificate } from '../../model/certificate-plan.ts';

type Presence = PlannedCertificate['publiclyTrusted'];

/** What the CA decides and no request can ask for in a way that every CA reads: what it is about, what is demanded, and the field. */
export type IssuanceDemand = readonly [
  name: 'template' | 'CA' | 'lifetime' | 'pointers',
  text: string,
  field: keyof PlannedCertificate,
];

/** What to look for in a CA, and to ask of it. */
export function describeIssuance(certificate: PlannedCertificate): readonly IssuanceDemand[] {
  const { lifetime, publiclyTrusted, pointers, templates } = certificate;
  const days = daysText(lifetime);
  const trust = trustTexts[publiclyTrusted];
  const found = pointersText(pointers);
  const demands: readonly (IssuanceDemand | undefined)[] = [
    templates.length === 0 ? undefined : ['template', templates.join(' or '), 'templates'],
    trust === undefined ? undefined : ['CA', trust, 'publiclyTrusted'],
    days === undefined ? undefined : ['lifetime', days, 'lifetime'],
    found === undefined ? undefined : ['pointers', found, 'pointers'],
  ];
  return demands.filter((demand) => demand !== undefined);
}

const trustTexts: Readonly<Record<Presence, string | undefined>> = {
  required: 'a public CA, whose root is in the Mozilla store',
  forbidden: 'a private CA, whose root is not in the Mozilla store',
  free: undefined,
};

function daysText({ minimumDays, maximumDays }: PlannedCertificate['lifetime']): string | undefined {
  const parts = [
    ...(minimumDays === null ? [] : [`at least ${inDays(minimumDays)}`]),
    ...(maximumDays === null ? [] : [`at most ${inDays(maximumDays)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}

function inDays(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

const pointerNames = {
  crl: 'CRL distribution point',
  ocsp: 'OCSP responder',
  issuer: 'URL of its issuer (AIA)',
} as const satisfies Record<keyof PlannedCertificate['pointers'], string>;

function pointersText(pointers: PlannedCertificate['pointers']): string | undefined {
  const named = (presence: Presence): readonly string[] =>
    (Object.keys(pointerNames) as readonly (keyof typeof pointerNames)[])
      .filter((key) => pointers[key] === presence)
      .map((key) => pointerNames[key]);
  const parts = [
    ...(named('required').length === 0 ? [] : [`with ${named('required').join(', ')}`]),
    ...(named('forbidden').length === 0 ? [] : [`without ${named('forbidden').join(', ')}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}
