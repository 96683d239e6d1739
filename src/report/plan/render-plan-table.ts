import type { CertificatePlan, PlannedCertificate } from '../../model/certificate-plan.ts';
import { usageWords } from '../../model/purpose-names.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { plural } from '../plural.ts';
import { type GridRow, renderGrid } from '../terminal/grid.ts';
import type { Look } from '../terminal/look.ts';
import { createPaint, type Paint } from '../terminal/paint.ts';
import { describeIssuance } from './describe-issuance.ts';
import { describePlace, placesAdvice } from './describe-place.ts';

/** A block for each certificate: where it goes, then each field of the request with the row that demands it. Ends in a newline. */
export function renderPlanTable({ certificates, problems, notes }: CertificatePlan, look: Look): string {
  const paint = createPaint(look.colour);
  const blocks = certificates.map((certificate) => renderCertificate(certificate, look, paint));
  const count = plural(certificates.length, 'certificate');
  const ending = [
    ...problems.map((problem) => ['Not planned:', problem]),
    ...notes.map((note) => ['Note:', note]),
    ['Requests:', `${count}. To write them, use --format inf or --format openssl; --output DIR writes one file each.`],
  ].map(([name = '', text = '']) => [{ text: name, paint: paint.bold }, { text: escapeForTerminal(text) }]);
  return `${[...blocks, renderGrid(ending, { width: look.width, gap: 1 })].join('\n\n')}\n`;
}

function renderCertificate(certificate: PlannedCertificate, { width }: Look, paint: Paint): string {
  const { id, deployment, virtualServers } = certificate;
  const about = [deployment, ...virtualServers].filter((each) => each !== null).join(' · ');
  const heading = `${paint.bold(id)}${about === '' ? '' : `\n${paint.faint(escapeForTerminal(about))}`}`;
  const rows: readonly GridRow[] = fieldsOf(certificate).flatMap(([name, values]) =>
    values.map((text, index): GridRow => {
      return [{ text: index === 0 ? name : '', paint: paint.faint }, { text: escapeForTerminal(text) }];
    }),
  );
  return `${heading}\n${renderGrid(rows, { width, gap: 2, indent: 2 })}`;
}

/** Each field with the lines of its value; one without a value is left out. */
function fieldsOf(certificate: PlannedCertificate): readonly (readonly [string, readonly string[]])[] {
  const { commonName, dnsNames, ipAddresses, uris, emailAddresses, namesToFillIn } = certificate;
  const { extendedKeyUsage, keyUsage, key, trust, places, templateToDuplicate, caMayDifferFrom: ca } = certificate;
  const row = (field: keyof PlannedCertificate): string => {
    const source = certificate.sources[field];
    // The places say theirs, and the line above that of the trust list.
    const isSaid =
      places.some((place) => place.source === source) ||
      (field === 'publiclyTrusted' && source === certificate.sources['trust']);
    return source === undefined || isSaid ? '' : ` (${source})`;
  };
  const advice = placesAdvice(certificate);
  const names = [
    withRow([...dnsNames, ...ipAddresses.map((address) => `IP ${address}`)], row('dnsNames')),
    withRow(
      uris.map((uri) => `URI ${uri}`),
      row('uris'),
    ),
    withRow(
      emailAddresses.map((address) => `e-mail ${address}`),
      row('emailAddresses'),
    ),
    withRow(
      namesToFillIn.map(
        ({ kind, pattern }) => `${kind === 'uri' ? 'URI' : 'e-mail'} ${pattern}, to be filled in: what * stands for`,
      ),
      row('namesToFillIn'),
    ),
  ].flat();
  return [
    [
      'install at',
      [
        ...places.map((place) => `${describePlace(place)} (${place.source})`),
        ...(advice === undefined ? [] : [`${advice}${row('keySharing')}`]),
      ],
    ],
    ['subject', commonName === null ? [] : [`CN=${commonName}${row('commonName')}`]],
    ['SAN', names.length === 0 && !hasTable(certificate) ? ['none'] : names],
    ['version', [`${certificate.version}${row('version')}`]],
    [
      'EKU',
      extendedKeyUsage.length === 0
        ? ['none']
        : [`${extendedKeyUsage.map(usageName).join(', ')}${row('extendedKeyUsage')}`],
    ],
    ['key usage', [`${keyUsage.bits.join(', ')} (${keyUsage.hex})${row('keyUsage')}`]],
    ['key', [keyText(key, row('key'))]],
    [
      'template',
      templateToDuplicate === null ? [] : [`a duplicate of ${templateToDuplicate}${row('templateToDuplicate')}`],
    ],
    ['CA', [`chains to ${trust.map(describeTrust).join(' and to ')}${row('trust')}`]],
    ['', ca === null ? [] : [`may differ from ${ca.cas} (${ca.section})`]],
    ...describeIssuance(certificate).map(
      ([name, text, field]) => [name === 'CA' ? '' : name, [`${text}${row(field)}`]] as const,
    ),
  ];
}

/** A table of the specification has a row for each field, and none for what is not there. */
function hasTable({ sources }: PlannedCertificate): boolean {
  return sources['version'] !== undefined;
}

/** The row of a table decides whether a key is exportable; for other roles the source is that of the kind and size. */
function keyText({ type, bits, curve, exportable }: PlannedCertificate['key'], row: string): string {
  const kind = { rsa: `RSA ${bits}`, ec: `EC ${curve ?? bits}`, ed25519: 'Ed25519', ed448: 'Ed448' }[type];
  return `${kind}${exportable ? ', exportable' : ''}${row}`;
}

function withRow(names: readonly string[], row: string): readonly string[] {
  return names.length === 0 ? [] : [`${names.join(', ')}${row}`];
}

/** `Server Authentication (1.3.6.1.5.5.7.3.1)`, as Windows writes it; an OID without a name stays. */
function usageName(oid: string): string {
  const words = usageWords(oid);
  return words === oid ? oid : `${words.replace(/(?<=^| )\p{Ll}/gu, (letter) => letter.toUpperCase())} (${oid})`;
}

function describeTrust({ list, stores }: PlannedCertificate['trust'][number]): string {
  const named = stores.length === 0 ? 'a trust store' : `trust store ${stores.join(' or ')}`;
  return list === null ? named : `${named} (list ${list})`;
}
