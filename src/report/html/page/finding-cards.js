import { entry } from './certificate-card.js';
import { make, own } from './elements.js';
import { severityLook } from './words.js';

/** A finding in full. */
export function findingCard(finding, index) {
  const { check, outcome, severity, message, expected, observed, reason, waiver } = finding;
  const description = own(index.checks, check);
  const badge = outcome !== 'fail' ? outcome : waiver ? `${severity ?? 'fails'}, waived` : (severity ?? 'fails');
  const look = outcome !== 'fail' ? 'unreachable' : waiver ? 'waived' : severityLook(severity);
  return make(
    'article',
    { class: `finding is-${look}` },
    make(
      'h3',
      {},
      make('span', { class: `badge is-${look}` }, badge),
      ` ${check}`,
      description ? make('span', { class: 'claim' }, ` ${description.title}`) : undefined,
    ),
    make('p', {}, message),
    make(
      'dl',
      {},
      waiver ? entry('Waived', `by ${waiver.by} until ${waiver.until}: ${waiver.reason}`) : undefined,
      entry('Expected', expected),
      entry('Observed', observed),
      outcome === 'fail' ? undefined : entry('Reason', reason),
      description && outcome !== 'pass'
        ? [entry('Why', description.why), entry('Remedy', description.remedy)]
        : undefined,
      description ? entry('Source', citation(description.citation)) : undefined,
    ),
  );
}

function citation({ document: name, section, url }) {
  const text = [name, section].filter(Boolean).join(', ');
  return url !== null && /^https?:\/\//.test(url) ? make('a', { href: url, rel: 'noreferrer noopener' }, text) : text;
}

/** What cannot be seen over TLS, with the commands to run. */
export function unobservableBox(findings, index) {
  if (findings.length === 0) return undefined;
  return make(
    'section',
    { class: 'box-apart' },
    make('h2', {}, 'What nobody can see from outside'),
    findings.map(({ check, message }) => {
      const known = own(index.commands, check);
      return make(
        'article',
        {},
        make('h3', {}, own(index.checks, check)?.title ?? check),
        make('p', {}, message),
        known ? make('p', { class: 'run' }, `Run on ${known.on}:`) : undefined,
        known?.commands.map((command) => make('pre', { class: 'command', tabindex: '0' }, command)),
      );
    }),
  );
}

/** Answers that need no action: a line each. */
export function quietFindings(title, findings) {
  if (findings.length === 0) return undefined;
  const rows = findings.map(({ check, message }) =>
    make('tr', {}, make('th', { scope: 'row' }, check), make('td', {}, message)),
  );
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Check'), make('th', { scope: 'col' }, 'Answer'));
  return make(
    'details',
    { class: 'quiet' },
    make('summary', {}, make('h2', {}, `${title} (${findings.length})`)),
    make('table', { class: 'plain-table' }, make('thead', {}, head), make('tbody', {}, rows)),
  );
}
