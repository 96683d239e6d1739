import { serverAuth } from '../../model/extended-key-usages.ts';
import type { CertificatePlan, PlannedCertificate } from '../../model/certificate-plan.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { plural } from '../plural.ts';
import { type GridRow, renderGrid } from '../terminal/grid.ts';
import type { Look } from '../terminal/look.ts';
import { createPaint, type Paint } from '../terminal/paint.ts';
import { copyAdvice, describePlace, needsCopies } from './describe-place.ts';

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
  const { commonName, dnsNames, ipAddresses, extendedKeyUsage, keyUsage, key, trust, places } = certificate;
  const { templateToDuplicate, caMayDifferFrom: ca } = certificate;
  const row = (field: string): string => {
    const source = certificate.sources[field];
    return source === undefined ? '' : ` (${source})`;
  };
  const copies = needsCopies(certificate) ? [copyAdvice] : [];
  return [
    ['install at', [...places.map((place) => `${describePlace(place)} (${place.source})`), ...copies]],
    ['subject', commonName === null ? [] : [`CN=${commonName}${row('commonName')}`]],
    ['SAN', withRow([...dnsNames, ...ipAddresses.map((address) => `IP ${address}`)], row('dnsNames'))],
    ['version', [`${certificate.version}${row('version')}`]],
    ['EKU', [`${extendedKeyUsage.map(usageName).join(', ')}${row('extendedKeyUsage')}`]],
    ['key usage', [`${keyUsage.bits.join(', ')} (${keyUsage.hex})${row('keyUsage')}`]],
    ['key', [`RSA ${key.bits}${key.exportable ? `, exportable${row('key')}` : ''}`]],
    [
      'template',
      templateToDuplicate === null ? [] : [`a duplicate of ${templateToDuplicate}${row('templateToDuplicate')}`],
    ],
    ['CA', [`chains to ${trust.map(describeTrust).join(' and to ')}`]],
    ['', ca === null ? [] : [`may differ from ${ca.cas} (${ca.section})`]],
  ];
}

function withRow(names: readonly string[], row: string): readonly string[] {
  return names.length === 0 ? [] : [`${names.join(', ')}${row}`];
}

function usageName(oid: string): string {
  return oid === serverAuth ? `Server Authentication (${oid})` : oid;
}

function describeTrust({ list, stores }: PlannedCertificate['trust'][number]): string {
  const named = stores.length === 0 ? 'a trust store' : `trust store ${stores.join(' or ')}`;
  return list === null ? named : `${named} (list ${list})`;
}
