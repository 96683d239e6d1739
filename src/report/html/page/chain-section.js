import { certificateCard } from './certificate-card.js';
import { make } from './elements.js';

/** The chain as presented beside the path found, so that differences show. */
export function chainSection(endpoint, asOf) {
  const { chain, issuers, trust } = endpoint;
  const presentedAt = new Map(chain.map(({ sha256 }, position) => [sha256, position + 1]));
  const known = new Map([...issuers, ...chain].map((certificate) => [certificate.sha256, certificate]));
  const onPath = new Set(trust.flatMap(({ path }) => path ?? []));
  const presented = chain.map((certificate, position) =>
    certificateCard(certificate, {
      asOf,
      place: `${position + 1}`,
      note: onPath.size > 0 && !onPath.has(certificate.sha256) ? 'Not on the path found.' : undefined,
    }),
  );
  return make(
    'section',
    { class: 'chains' },
    make(
      'div',
      {},
      make('h2', {}, 'Chain as presented'),
      presented.length === 0
        ? make('p', {}, 'No certificate was seen.')
        : make('ol', { class: 'certificates' }, presented),
    ),
    make(
      'div',
      {},
      make('h2', {}, 'Path found'),
      trust.length === 0
        ? make('p', {}, 'No path was searched.')
        : trust.map((each) => pathBlock(each, { asOf, presentedAt, known })),
    ),
  );
}

function pathBlock({ store, path, error }, { asOf, presentedAt, known }) {
  const heading = make('h3', {}, `To trust store ${store}`);
  if (path === null)
    return make('div', { class: 'notice is-fail' }, heading, make('p', {}, error?.message ?? 'No path.'));
  const steps = path.map((sha256, position) => {
    const certificate = known.get(sha256);
    if (certificate === undefined) return make('li', { class: 'certificate mono' }, sha256);
    const at = presentedAt.get(sha256);
    const note = at === undefined ? `Not sent by the server; from ${certificate.from ?? 'elsewhere'}.` : undefined;
    if (at !== undefined) return pathStep(certificate, position, `sent by the server as certificate ${at}`);
    return certificateCard(certificate, { asOf, place: `${position + 1}`, note });
  });
  return make('div', {}, heading, make('ol', { class: 'certificates' }, steps));
}

/** A certificate that the other column shows in full. */
function pathStep({ subject }, position, note) {
  return make(
    'li',
    { class: 'certificate' },
    make(
      'p',
      { class: 'certificate-head' },
      make('span', { class: 'faint' }, `${position + 1} `),
      make('strong', {}, make('bdi', {}, subject ?? 'undecodable')),
    ),
    make('p', { class: 'faint' }, `${note[0].toUpperCase()}${note.slice(1)}.`),
  );
}
