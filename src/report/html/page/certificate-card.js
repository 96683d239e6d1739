import { countOf, make } from './elements.js';
import { pemBlock } from './pem.js';

const msPerDay = 86_400_000;

/** One certificate of a chain or path. `place` is its position, `note` a remark on its origin. */
export function certificateCard(certificate, { asOf, place, note }) {
  const name = certificate.subject === '' ? '(no subject)' : (certificate.subject ?? 'undecodable certificate');
  const facts =
    certificate.error === undefined
      ? [
          entry('Issuer', certificate.issuer),
          entry('Valid', validity(certificate, asOf)),
          certificate.dnsNames === null ? undefined : entry('Names', certificate.dnsNames.join(', ')),
          entry('Key usage', listOf(certificate.keyUsage)),
          entry('Extended key usage', listOf(certificate.extendedKeyUsage)),
          entry('Serial', certificate.serialNumber, 'mono'),
        ]
      : [entry('Error', certificate.error)];
  return make(
    'li',
    { class: 'certificate' },
    make(
      'p',
      { class: 'certificate-head' },
      make('span', { class: 'faint' }, `${place} `),
      make('strong', {}, make('bdi', {}, name)),
    ),
    note === undefined ? undefined : make('p', { class: 'faint' }, note),
    make('dl', {}, facts, entry('SHA-256', certificate.sha256, 'mono')),
    pemBlock(certificate.der, name),
  );
}

export function entry(name, value, look) {
  if (value === undefined || value === null || value === '') return undefined;
  return make('div', {}, make('dt', {}, name), make('dd', look === undefined ? {} : { class: look }, value));
}

function listOf(values) {
  if (values === null) return 'extension absent';
  return values.length === 0 ? 'none' : values.map((value) => purposes[value] ?? value).join(', ');
}

const purposes = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
};

function validity({ notBefore, notAfter }, asOf) {
  const daysLeft = (Date.parse(notAfter) - Date.parse(asOf)) / msPerDay;
  const days = countOf(Math.floor(Math.abs(daysLeft)), 'day');
  const expired = daysLeft > -1 ? 'expired within the last day' : `expired ${days} ago`;
  const left = daysLeft < 0 ? expired : `${days} left`;
  return `${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)} (${left})`;
}
