import { entry } from './certificate-card.js';
import { countOf, make, own } from './elements.js';
import { severityWords } from './words.js';

/** A cause with the findings of an endpoint that belong to it. */
export function causeCard(cause, { findings, index }) {
  const { title, severity, why, remedy, waiver } = cause;
  const { look, text } = severityWords(severity, waiver !== null);
  const isRoot = ({ check, fault }) => Number(`${check}/${fault}` === cause.fault);
  const failing = findings.filter(({ outcome }) => outcome === 'fail').sort((a, b) => isRoot(b) - isRoot(a));
  const skipped = findings.filter(({ outcome }) => outcome !== 'fail').map(({ check }) => check);
  return make(
    'article',
    { class: `finding is-${look}` },
    make('h3', {}, make('span', { class: `badge is-${look}` }, text), ` ${title}`),
    make(
      'dl',
      {},
      waiver ? entry('Waived', `by ${waiver.by} until ${waiver.until}: ${waiver.reason}`) : undefined,
      entry('Fix', remedy),
      entry('Why', why),
      entry('Source', citation(cause.citation)),
      entry('Certificate', cause.certificate, 'mono'),
    ),
    failing.length === 0 ? undefined : make('h4', {}, 'What was seen'),
    failing.map((finding) => seen(finding, index)),
    skipped.length === 0
      ? undefined
      : make('p', {}, `${countOf(skipped.length, 'check')} not judged until this is fixed: `, mono(skipped.join(', '))),
  );
}

/** A finding below its cause, which says why it matters and what to do. */
function seen({ check, fault, message, expected, observed }, index) {
  const declared = faultOf(index, check, fault);
  const end = declared?.why ? message.indexOf(declared.why) : -1;
  return make(
    'div',
    { class: 'seen' },
    make('p', {}, make('strong', {}, declared?.title ?? 'The check fails'), ' ', mono(check)),
    make('p', {}, end > 0 ? message.slice(0, end) : message),
    make('dl', {}, entry('Expected', expected), entry('Observed', observed)),
  );
}

/** A finding across endpoints, headed by its cause. */
export function acrossCard(finding, index) {
  const { check, fault, severity, message, expected, observed, waiver, cause } = finding;
  const declared = faultOf(index, check, fault);
  const title = index.causes.find(({ key, isWaived }) => key === cause && isWaived === (waiver !== undefined))?.title;
  const { look, text } = severityWords(severity, waiver !== undefined);
  return make(
    'article',
    { class: `finding is-${look}` },
    make(
      'h3',
      {},
      make('span', { class: `badge is-${look}` }, text),
      ` ${title ?? declared?.title ?? 'The check fails'} `,
      mono(check),
    ),
    make('p', {}, message),
    make(
      'dl',
      {},
      waiver ? entry('Waived', `by ${waiver.by} until ${waiver.until}: ${waiver.reason}`) : undefined,
      entry('Expected', expected),
      entry('Observed', observed),
      declared ? entry('Source', citation(declared.citation)) : undefined,
    ),
  );
}

function faultOf(index, check, fault) {
  return own(own(index.checks, check)?.faults ?? {}, fault);
}

function mono(text) {
  return make('span', { class: 'mono faint' }, text);
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
    make('h2', {}, 'Not visible over TLS'),
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

/** Results that need no action: a line each. */
export function quietFindings(title, findings) {
  if (findings.length === 0) return undefined;
  const rows = findings.map(({ check, message }) =>
    make('tr', {}, make('th', { scope: 'row' }, check), make('td', {}, message)),
  );
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Check'), make('th', { scope: 'col' }, 'Result'));
  return make(
    'details',
    { class: 'quiet' },
    make('summary', {}, make('h2', {}, `${title} (${findings.length})`)),
    make('table', { class: 'plain-table' }, make('thead', {}, head), make('tbody', {}, rows)),
  );
}
