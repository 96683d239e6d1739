import { entry } from './certificate-card.js';
import { chainSection } from './chain-section.js';
import { make } from './elements.js';
import { findingCard, quietFindings, unobservableBox } from './finding-cards.js';
import { verdictSigns } from './words.js';

/** Everything about one endpoint. */
export function endpointPage(endpoint, { index, row, neighbours }) {
  const { host, role, verdict, findings, failure } = endpoint;
  const that = (outcome) => findings.filter((finding) => finding.outcome === outcome);
  const severities = ['info', 'warning', 'error', 'critical'];
  const failing = that('fail').sort(
    (a, b) => severities.indexOf(b.severity ?? 'error') - severities.indexOf(a.severity ?? 'error'),
  );
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
    make('div', { class: 'facts' }, placeFacts(endpoint, row), handshakeFacts(endpoint)),
    make(
      'section',
      {},
      make('h2', {}, failing.length === 0 ? 'Nothing fails here' : 'What fails here'),
      failing.map((finding) => findingCard(finding, index)),
      across.length > 0
        ? [make('h2', {}, 'Together with other endpoints'), across.map((finding) => findingCard(finding, index))]
        : undefined,
    ),
    chainSection(endpoint, index.asOf),
    unobservableBox(that('not-observable'), index),
    quietFindings('Could not be determined', that('undetermined')),
    quietFindings('Holds', that('pass')),
    quietFindings('Does not apply', that('not-applicable')),
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
  { id, deployment, virtualServer, server, policy, observedAt, serverName, publiclyTrusted, withoutServerName },
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
      entry('Name sent', serverName ?? 'none'),
      entry('Policy', policy),
      entry('Observed', observedAt),
      entry('Publicly trusted', publiclyTrusted === null ? undefined : publiclyTrusted ? 'yes' : 'no'),
      entry('Without a name', withoutName(withoutServerName)),
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

/** Absent: the server did not ask, or the exchange was not completed. */
const clientAnswers = { true: 'asked for, and sent', false: 'asked for, and none sent' };

function handshakeFacts({ handshake }) {
  const body =
    handshake === null
      ? make('p', {}, 'There was none to see.')
      : make(
          'dl',
          {},
          entry('Protocol', handshake.protocol),
          entry('Cipher suite', handshake.cipherSuite, 'mono'),
          entry('Hello', handshake.profile),
          entry('Key possession', handshake.keyPossession),
          entry('Client certificate', clientAnswers[`${handshake.clientCertificateSent}`]),
          entry('Took', `${handshake.durationMs.toFixed(1)} ms`),
        );
  return make('section', { class: 'card' }, make('h2', {}, 'Handshake'), body);
}
