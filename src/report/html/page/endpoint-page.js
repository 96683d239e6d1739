import { entry } from './certificate-card.js';
import { chainSection } from './chain-section.js';
import { countOf, make } from './elements.js';
import { acrossCard, causeCard, quietFindings, unobservableBox } from './finding-cards.js';
import { alertWords, verdictSigns } from './words.js';

/** Everything about one endpoint. */
export function endpointPage(endpoint, { index, row, neighbours }) {
  const { host, role, verdict, findings, failure, causes } = endpoint;
  const that = (outcome) => findings.filter((finding) => finding.outcome === outcome);
  const belonging = ({ key, waiver }) =>
    findings.filter((finding) => finding.cause === key && (finding.waiver !== undefined) === (waiver !== null));
  const cards = (some) => some.map((cause) => causeCard(cause, { findings: belonging(cause), index }));
  const counted = causes.filter(({ waiver }) => waiver === null);
  const waived = causes.filter(({ waiver }) => waiver !== null);
  const across = index.deploymentFindings.filter(
    (finding) => finding.outcome === 'fail' && finding.endpoints.includes(row.position),
  );
  return [
    navigation(neighbours),
    make(
      'header',
      {},
      make(
        'div',
        { class: 'headline' },
        make('h1', { tabindex: '-1' }, make('bdi', {}, host)),
        make('span', { class: `badge is-${verdict}` }, `${verdictSigns[verdict]} ${verdict}`),
      ),
      make('p', { class: 'faint' }, `${role} at ${row.place || 'no address'}`),
    ),
    failure
      ? make('p', { class: 'notice is-fail' }, `${failure.stage}, ${failure.kind}: ${failure.message}`)
      : undefined,
    make(
      'section',
      {},
      make('h2', {}, counted.length === 0 ? 'Nothing to fix here' : `${countOf(counted.length, 'cause')} to fix`),
      cards(counted),
      waived.length > 0 ? [make('h2', {}, 'Waived'), cards(waived)] : undefined,
      across.length > 0
        ? [make('h2', {}, 'Together with other endpoints'), across.map((finding) => acrossCard(finding, index))]
        : undefined,
    ),
    make('div', { class: 'facts' }, placeFacts(endpoint, row), handshakeFacts(endpoint)),
    chainSection(endpoint, index.asOf),
    unobservableBox(that('not-observable'), index),
    quietFindings(
      'Inconclusive',
      that('undetermined').filter(({ cause }) => cause === null),
    ),
    quietFindings('Passed', that('pass')),
    quietFindings('Not applicable', that('not-applicable')),
  ].filter((part) => part !== undefined);
}

function navigation({ previous, next }) {
  const link = (row, text) =>
    row === undefined ? undefined : make('a', { href: `#e/${encodeURIComponent(row.id)}`, title: row.id }, text);
  return make(
    'nav',
    { class: 'screen-only', 'aria-label': 'Endpoints' },
    make('a', { href: '#m/' }, '← All endpoints'),
    make('span', {}, link(previous, 'Previous'), ' ', link(next, 'Next')),
  );
}

function placeFacts(
  {
    id,
    deployment,
    virtualServer,
    server,
    policy,
    observedAt,
    serverName,
    startTls,
    xmppTo,
    site,
    seenFrom,
    publiclyTrusted,
    withoutServerName,
  },
  row,
) {
  return make(
    'section',
    { class: 'card' },
    make('h2', {}, 'Endpoint'),
    make(
      'dl',
      {},
      entry('Deployment', deployment),
      entry('Virtual server', virtualServer),
      entry('Server', server),
      entry('Address', row.place),
      entry('SNI', serverName ?? 'not sent'),
      entry('Before TLS', startTls && `plain text (STARTTLS, ${startTls})`),
      entry('XMPP domain asked for', xmppTo),
      entry('Site', site),
      entry('Vantage point', site && (seenFrom ?? 'where the scan ran')),
      entry('Policy', policy),
      entry('Observed', observedAt),
      entry('Publicly trusted', publiclyTrusted === null ? undefined : publiclyTrusted ? 'yes' : 'no'),
      entry('Without SNI', withoutName(withoutServerName)),
      entry('Id', id, 'mono'),
    ),
  );
}

function withoutName(answer) {
  if (!answer) return undefined;
  return answer.sha256 === undefined
    ? `${answer.failure.kind}: ${answer.failure.message}`
    : `certificate ${answer.sha256.slice(0, 16)}…`;
}

/** Absent: the server did not request one, or the exchange was not completed. */
const clientAnswers = { true: 'requested and sent', false: 'requested, not sent' };

/** Absent: none. */
function warningAlerts({ warningAlerts: names = [] }) {
  if (names.length === 0) return undefined;
  return names.map((name) => (alertWords[name] === undefined ? name : `${name}: ${alertWords[name]}`)).join(', ');
}

/** Undefined in older reports. */
function postQuantumText(answer) {
  if (answer === undefined) return undefined;
  if (answer === null) return 'not known: the server took another group, or was offered none';
  return answer ? 'yes' : 'no: the server does not speak TLS 1.3';
}

/** Absent in older reports. */
function keyExchangeText(exchange) {
  return (
    exchange && [exchange.kind, exchange.group, exchange.bits && `${exchange.bits} bits`].filter(Boolean).join(', ')
  );
}

/** Absent: none was offered. */
function protocolText(protocol) {
  return protocol === null ? 'none of those offered' : protocol;
}

const clients = {
  rsa: 'RSA, for nearly every client',
  ecdsa: 'ECDSA, for browsers and other current clients',
  eddsa: 'EdDSA, for clients such as OpenSSL, GnuTLS and Go; no browser',
  'ml-dsa': 'ML-DSA, for post-quantum clients; no browser',
};

function keyTypeText(keyType) {
  return keyType && `a certificate with a key of type ${clients[keyType]}`;
}

function otherCertificates(keyTypes) {
  return keyTypes && (keyTypes.map((keyType) => clients[keyType]).join('; ') || 'none');
}

function handshakeFacts({ handshake }) {
  const body =
    handshake === null
      ? make('p', {}, 'No handshake was seen.')
      : make(
          'dl',
          {},
          entry('Protocol', handshake.protocol),
          entry('Cipher suite', handshake.cipherSuite, 'mono'),
          entry('Key exchange', keyExchangeText(handshake.keyExchange)),
          entry('Post-quantum key exchange', postQuantumText(handshake.postQuantum)),
          entry('Application protocol', protocolText(handshake.applicationProtocol)),
          entry('Other certificates', otherCertificates(handshake.otherKeyTypes)),
          entry('Asked for', keyTypeText(handshake.keyType)),
          entry('Hello', handshake.profile),
          entry('Key possession', handshake.keyPossession),
          entry('Client certificate', clientAnswers[`${handshake.clientCertificateSent}`]),
          entry('Warning alerts', warningAlerts(handshake)),
          entry('Duration', `${handshake.durationMs.toFixed(1)} ms`),
        );
  return make('section', { class: 'card' }, make('h2', {}, 'Handshake'), body);
}
