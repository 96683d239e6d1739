/** Written by `npm run generate` from the files in page/. */
export const pageScript = `(() => {
'use strict';
/** Makes an element. Children are elements or texts; a text is never read as markup. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter((child) => child !== undefined && child !== null && child !== ''));
  return element;
}

/** Leaves out what every object inherits: a check may be named \`constructor\`. */
function own(record, key) {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function countOf(count, noun) {
  return \`\${count.toLocaleString('en')} \${noun}\${count === 1 ? '' : 's'}\`;
}

/** The letters of a matrix row: sign, class and words of each. */
const cellWords = {
  p: { sign: '✓', look: 'pass', text: 'holds' },
  c: { sign: '✕', look: 'fail', text: 'fails (critical)' },
  e: { sign: '✕', look: 'fail', text: 'fails (error)' },
  w: { sign: '!', look: 'warn', text: 'fails (warning)' },
  i: { sign: 'i', look: 'info', text: 'fails (information)' },
  x: { sign: '~', look: 'waived', text: 'fails, waived' },
  u: { sign: '?', look: 'unreachable', text: 'could not be determined' },
  o: { sign: '○', look: 'unseen', text: 'nobody can see it over TLS' },
  n: { sign: '·', look: 'none', text: 'does not apply' },
  '.': { sign: '', look: 'none', text: 'not judged' },
};

/** The letters of each answer in the form. */
const outcomeLetters = {
  fail: 'cewi',
  waived: 'x',
  undetermined: 'u',
  'not-observable': 'o',
  pass: 'p',
  'not-applicable': 'n',
};

const verdictSigns = { pass: '✓', warn: '!', fail: '✕', unreachable: '?' };

const verdictOrder = ['fail', 'unreachable', 'warn', 'pass'];

/** The look of a finding that fails. */
function severityLook(severity) {
  return severity === 'warning' ? 'warn' : severity === 'info' ? 'info' : 'fail';
}

/** Parsed blocks that are kept: the pages of neighbouring endpoints are often read one after the other. */
const keptBlocks = 8;

/** The data in this file. Its blocks are parsed when they are needed. */
function openReportData() {
  const index = parseIndex();
  const readBlock = createBlockReader();
  const readCertificate = (at) =>
    readBlock(\`certificates-\${Math.floor(at / index.certificatesPerBlock)}\`)[at % index.certificatesPerBlock];
  return {
    /** What the matrix needs. */
    index,
    /** One endpoint in full, with its certificates and findings in place of their positions. */
    readEndpoint: (position) => {
      const block = readBlock(\`details-\${Math.floor(position / index.endpointsPerBlock)}\`);
      const endpoint = block.endpoints[position % index.endpointsPerBlock];
      return {
        ...endpoint,
        chain: endpoint.chain.map(readCertificate),
        issuers: endpoint.issuers.map(({ at, from }) => ({ ...readCertificate(at), from })),
        findings: endpoint.findings.map((at) => block.findings[at]),
      };
    },
  };
}

/** Positions in a row are those of render-data-blocks.ts. */
function parseIndex() {
  const index = parseBlock('index');
  index.rows = index.rows.map(([id, deployment, role, host, place, server, verdict, cells, expires], position) => ({
    position,
    id,
    deployment,
    role,
    host,
    place,
    server,
    verdict,
    cells,
    expires,
    haystack: \`\${id} \${server} \${place}\`.toLowerCase(),
  }));
  return index;
}

function createBlockReader() {
  const parsed = new Map();
  return (id) => {
    const known = parsed.get(id);
    if (known !== undefined) return known;
    const block = parseBlock(id);
    parsed.set(id, block);
    if (parsed.size > keptBlocks) parsed.delete(parsed.keys().next().value);
    return block;
  };
}

function parseBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The rows that match a filter, in the order chosen in it. */
function selectRows(index, filter) {
  const words = (filter.q ?? '').toLowerCase().split(/\\s+/).filter(Boolean);
  const hasAnswer = answerTest(index.columns, filter);
  const rows = index.rows.filter(
    (row) =>
      (!filter.verdict || row.verdict === filter.verdict) &&
      (!filter.deployment || row.deployment === filter.deployment) &&
      (!filter.role || row.role === filter.role) &&
      words.every((word) => row.haystack.includes(word)) &&
      hasAnswer(row.cells),
  );
  const compare = orders[filter.order];
  return compare === undefined ? rows : rows.sort(compare);
}

function answerTest(columns, { check, outcome }) {
  if (!check && !outcome) return () => true;
  const letters = outcome ? (outcomeLetters[outcome] ?? '') : undefined;
  const column = check ? columns.indexOf(check) : -1;
  const fits = (letter) => (letters === undefined ? letter !== '.' : letters.includes(letter));
  if (column >= 0) return (cells) => fits(cells[column]);
  return check ? () => false : (cells) => [...cells].some(fits);
}

const orders = {
  'gravest first': (a, b) =>
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) || a.position - b.position,
  host: (a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.position - b.position),
  'first to expire': (a, b) =>
    (a.expires === '' ? 1 : 0) - (b.expires === '' ? 1 : 0) ||
    (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : a.position - b.position),
};

/** The columns shown: all, or those that fail or are waived on a row that is shown. */
function selectColumns(index, rows, which) {
  const all = index.columns.map((check, position) => ({ check, position }));
  if (which !== 'with faults') return all;
  const failing = new Set();
  for (const { cells } of rows) {
    for (let at = 0; at < cells.length; at += 1) if ('cewix'.includes(cells[at])) failing.add(at);
  }
  return all.filter(({ position }) => failing.has(position));
}

/** Height of a row in pixels, as in style/matrix.css. */
const rowHeight = 30;
const rowsBeyond = 20;
/** At most this many rows are printed; the status line says so if there are more. */
const maxPrintedRows = 500;

/** A table in which only the rows in view exist as elements. */
function createMatrix(scroller, { onStatus }) {
  const [head, body] = [scroller.querySelector('thead'), scroller.querySelector('tbody')];
  const table = scroller.querySelector('table');
  let rows = [];
  let columns = [];
  let range = { from: 0, to: 0 };

  const draw = (from, to) => {
    const focused = body.contains(document.activeElement)
      ? document.activeElement.closest('tr')?.dataset.at
      : undefined;
    range = { from, to };
    const some = rows.slice(from, to).map((row, offset) => drawRow(row, from + offset, columns));
    body.replaceChildren(gap(from, columns), ...some, gap(rows.length - to, columns));
    if (focused !== undefined) linkAt(Number(focused))?.focus({ preventScroll: true });
  };
  const linkAt = (at) => body.querySelector(\`tr[data-at="\${at}"] a\`);
  const update = (force) => {
    const first = Math.floor(scroller.scrollTop / rowHeight);
    const last = Math.min(rows.length, first + Math.ceil(scroller.clientHeight / rowHeight));
    if (!force && first >= range.from && last <= range.to) return;
    draw(Math.max(0, first - rowsBeyond), Math.min(rows.length, last + rowsBeyond));
  };
  const show = (at) => {
    const top = at * rowHeight;
    const visible = scroller.clientHeight - head.offsetHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + rowHeight > scroller.scrollTop + visible) scroller.scrollTop = top + rowHeight - visible;
    update(false);
    linkAt(at)?.focus({ preventScroll: true });
  };

  let isWaiting = false;
  scroller.addEventListener('scroll', () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      update(false);
    });
  });
  body.addEventListener('keydown', (event) => {
    const at = Number(event.target.closest('tr')?.dataset.at);
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -at, End: rows.length };
    const step = steps[event.key];
    if (step === undefined || Number.isNaN(at)) return;
    event.preventDefault();
    show(Math.min(rows.length - 1, Math.max(0, at + step)));
  });
  addEventListener('resize', () => update(false));
  addEventListener('beforeprint', () => {
    draw(0, Math.min(rows.length, maxPrintedRows));
    if (rows.length > maxPrintedRows) body.lastChild.remove();
    onStatus(
      rows.length > maxPrintedRows ? \`The first \${maxPrintedRows} of \${countOf(rows.length, 'endpoint')}.\` : undefined,
    );
  });
  addEventListener('afterprint', () => {
    onStatus(undefined);
    update(true);
  });

  return {
    fill: (newRows, newColumns) => {
      rows = newRows;
      columns = newColumns;
      table.setAttribute('aria-rowcount', String(rows.length + 1));
      head.replaceChildren(drawHead(columns));
      // With a known width the browser lays the table out without measuring every cell.
      table.style.setProperty('--columns', String(columns.length));
      scroller.scrollTop = 0;
      update(true);
      // How many rows are in view is known only after the first rows have given the scroller its height.
      update(false);
    },
    refresh: () => update(true),
  };
}

function drawHead(columns) {
  const checks = columns.map(({ check }) => make('th', { scope: 'col', class: 'check' }, make('span', {}, check)));
  return make(
    'tr',
    { 'aria-rowindex': '1' },
    make('th', { scope: 'col', class: 'name' }, 'Endpoint'),
    make('th', { scope: 'col', class: 'verdict' }, 'Verdict'),
    checks,
  );
}

function drawRow(row, at, columns) {
  const { id, host, role, place, verdict, cells } = row;
  return make(
    'tr',
    { 'data-at': String(at), 'aria-rowindex': String(at + 2) },
    make(
      'th',
      { scope: 'row', class: 'name', title: id },
      make('a', { href: \`#e/\${encodeURIComponent(id)}\` }, make('bdi', {}, host)),
      make('span', { class: 'where' }, \` \${role} \${place}\`),
    ),
    make('td', { class: \`verdict is-\${verdict}\` }, \`\${verdictSigns[verdict]} \${verdict}\`),
    columns.map(({ check, position }) => drawCell(check, cellWords[cells[position]] ?? cellWords['.'])),
  );
}

/** One element a cell, because a screenful has two thousand cells. */
function drawCell(check, { sign, look, text }) {
  return make('td', { class: \`cell is-\${look}\`, title: \`\${check}: \${text}\`, 'aria-label': text }, sign);
}

/** A row that takes the room of rows that do not exist as elements. */
function gap(count, columns) {
  const row = make('tr', { 'aria-hidden': 'true', class: 'gap' }, make('td', { colspan: String(columns.length + 2) }));
  row.firstChild.style.height = \`\${count * rowHeight}px\`;
  return row;
}

/** Lets the form filter the matrix. */
function createFilter(index, matrix, { form, status, legend }) {
  let shown = [];
  const apply = () => {
    const filter = Object.fromEntries(new FormData(form));
    shown = selectRows(index, filter);
    matrix.fill(shown, selectColumns(index, shown, filter.columns));
    showStatus(undefined);
  };
  const showStatus = (text) => {
    const all = index.rows.length;
    const count =
      shown.length === all
        ? countOf(all, 'endpoint')
        : \`\${shown.length.toLocaleString('en')} of \${countOf(all, 'endpoint')}\`;
    status.textContent = text ?? count;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => queueMicrotask(apply));
  legend.replaceChildren(
    ...Object.values(cellWords)
      .filter(({ sign }) => sign !== '')
      .map(({ sign, look, text }) =>
        make('li', {}, make('span', { class: \`cell is-\${look}\`, 'aria-hidden': 'true' }, sign), \` \${text}\`),
      ),
  );
  return {
    apply,
    showStatus,
    /** Sets the form to the filter of a link in the report. */
    set: (wanted) => {
      form.reset();
      for (const [name, value] of wanted) {
        const field = form.elements.namedItem(name);
        if (field !== null && 'value' in field) field.value = value;
      }
      apply();
    },
    shown: () => shown,
  };
}

/** PEM of a certificate (RFC 7468: lines of 64). */
function pemOf(der) {
  return \`-----BEGIN CERTIFICATE-----\\n\${(der.match(/.{1,64}/g) ?? []).join('\\n')}\\n-----END CERTIFICATE-----\\n\`;
}

/** PEM to read and to copy. */
function pemBlock(der, name) {
  const text = make('pre', { tabindex: '0', 'aria-label': \`PEM of \${name}\` }, pemOf(der));
  const label = make('span', { role: 'status' }, 'Copy PEM');
  const button = make('button', { type: 'button' }, label, make('span', { class: 'spoken' }, \` of \${name}\`));
  button.addEventListener('click', async () => {
    label.textContent = (await copy(text)) ? 'Copied' : 'Marked: press Ctrl+C';
  });
  const details = make('details', { class: 'pem' }, make('summary', {}, 'PEM'), text);
  return make('div', { class: 'pem-row screen-only' }, button, details);

  async function copy(source) {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      // A file opened from disk may not use the clipboard in every browser: mark the text instead.
      details.open = true;
      getSelection().selectAllChildren(source);
      return false;
    }
  }
}

const msPerDay = 86_400_000;

/** One certificate of a chain or path. \`place\` is its position, \`note\` a remark on its origin. */
function certificateCard(certificate, { asOf, place, note }) {
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
      make('span', { class: 'faint' }, \`\${place} \`),
      make('strong', {}, make('bdi', {}, name)),
    ),
    note === undefined ? undefined : make('p', { class: 'faint' }, note),
    make('dl', {}, facts, entry('SHA-256', certificate.sha256, 'mono')),
    pemBlock(certificate.der, name),
  );
}

function entry(name, value, look) {
  if (value === undefined || value === null || value === '') return undefined;
  return make('div', {}, make('dt', {}, name), make('dd', look === undefined ? {} : { class: look }, value));
}

function listOf(values) {
  if (values === null) return 'no such extension';
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
  const days = Math.floor((Date.parse(notAfter) - Date.parse(asOf)) / msPerDay);
  const left =
    days === -1
      ? 'just expired'
      : days < 0
        ? \`expired \${countOf(-days - 1, 'day')} before\`
        : \`\${countOf(days, 'day')} left\`;
  return \`\${notBefore.slice(0, 10)} to \${notAfter.slice(0, 10)} (\${left})\`;
}

/** The chain as presented beside the path found, so that differences show. */
function chainSection(endpoint, asOf) {
  const { chain, issuers, trust } = endpoint;
  const presentedAt = new Map(chain.map(({ sha256 }, position) => [sha256, position + 1]));
  const known = new Map([...issuers, ...chain].map((certificate) => [certificate.sha256, certificate]));
  const onPath = new Set(trust.flatMap(({ path }) => path ?? []));
  const presented = chain.map((certificate, position) =>
    certificateCard(certificate, {
      asOf,
      place: \`\${position + 1}\`,
      note: onPath.size > 0 && !onPath.has(certificate.sha256) ? 'On no path that was found.' : undefined,
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
  const heading = make('h3', {}, \`To the trust store \${store}\`);
  if (path === null)
    return make('div', { class: 'notice is-fail' }, heading, make('p', {}, error?.message ?? 'There is none.'));
  const steps = path.map((sha256, position) => {
    const certificate = known.get(sha256);
    if (certificate === undefined) return make('li', { class: 'certificate mono' }, sha256);
    const at = presentedAt.get(sha256);
    const note = at === undefined ? \`Not presented; from \${certificate.from ?? 'elsewhere'}.\` : undefined;
    if (at !== undefined) return pathStep(certificate, position, \`presented as \${at}\`);
    return certificateCard(certificate, { asOf, place: \`\${position + 1}\`, note });
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
      make('span', { class: 'faint' }, \`\${position + 1} \`),
      make('strong', {}, make('bdi', {}, subject ?? 'undecodable')),
    ),
    make('p', { class: 'faint' }, \`\${note}.\`),
  );
}

/** A finding in full. */
function findingCard(finding, index) {
  const { check, outcome, severity, message, expected, observed, reason, waiver } = finding;
  const description = own(index.checks, check);
  const badge = outcome !== 'fail' ? outcome : waiver ? \`\${severity ?? 'fails'}, waived\` : (severity ?? 'fails');
  const look = outcome !== 'fail' ? 'unreachable' : waiver ? 'waived' : severityLook(severity);
  return make(
    'article',
    { class: \`finding is-\${look}\` },
    make(
      'h3',
      {},
      make('span', { class: \`badge is-\${look}\` }, badge),
      \` \${check}\`,
      description ? make('span', { class: 'claim' }, \` \${description.title}\`) : undefined,
    ),
    make('p', {}, message),
    make(
      'dl',
      {},
      waiver ? entry('Waived', \`by \${waiver.by} until \${waiver.until}: \${waiver.reason}\`) : undefined,
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
  return url !== null && /^https?:\\/\\//.test(url) ? make('a', { href: url, rel: 'noreferrer noopener' }, text) : text;
}

/** What cannot be seen over TLS, with the commands to run. */
function unobservableBox(findings, index) {
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
        known ? make('p', { class: 'run' }, \`Run on \${known.on}:\`) : undefined,
        known?.commands.map((command) => make('pre', { class: 'command', tabindex: '0' }, command)),
      );
    }),
  );
}

/** Answers that need no action: a line each. */
function quietFindings(title, findings) {
  if (findings.length === 0) return undefined;
  const rows = findings.map(({ check, message }) =>
    make('tr', {}, make('th', { scope: 'row' }, check), make('td', {}, message)),
  );
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Check'), make('th', { scope: 'col' }, 'Answer'));
  return make(
    'details',
    { class: 'quiet' },
    make('summary', {}, make('h2', {}, \`\${title} (\${findings.length})\`)),
    make('table', { class: 'plain-table' }, make('thead', {}, head), make('tbody', {}, rows)),
  );
}

/** Everything about one endpoint. */
function endpointPage(endpoint, { index, row, neighbours }) {
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
        make('span', { class: \`badge is-\${verdict}\` }, \`\${verdictSigns[verdict]} \${verdict}\`),
      ),
      make('p', { class: 'faint' }, \`\${role} at \${row.place || 'no address'}\`),
    ),
    failure
      ? make('p', { class: 'notice is-fail' }, \`\${failure.stage}, \${failure.kind}: \${failure.message}\`)
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
    row === undefined ? undefined : make('a', { href: \`#e/\${encodeURIComponent(row.id)}\`, title: row.id }, text);
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
    ? \`\${answer.failure.kind}: \${answer.failure.message}\`
    : \`certificate \${answer.sha256.slice(0, 16)}…\`;
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
          entry('Client certificate', clientAnswers[\`\${handshake.clientCertificateSent}\`]),
          entry('Took', \`\${handshake.durationMs.toFixed(1)} ms\`),
        );
  return make('section', { class: 'card' }, make('h2', {}, 'Handshake'), body);
}

const { index, readEndpoint } = openReportData();
const positions = new Map(index.rows.map(({ id, position }) => [id, position]));
const [report, page] = [document.getElementById('report'), document.getElementById('endpoint')];
const title = document.title;
const matrix = createMatrix(document.getElementById('matrix-scroller'), {
  onStatus: (text) => filter.showStatus(text),
});
const filter = createFilter(index, matrix, {
  form: document.getElementById('filter'),
  status: document.getElementById('matched'),
  legend: document.querySelector('.legend'),
});
let scrolled = 0;

function showReport() {
  const wasHidden = report.hidden;
  report.hidden = false;
  page.hidden = true;
  page.replaceChildren();
  document.title = title;
  if (!wasHidden) return;
  matrix.refresh();
  scrollTo(0, scrolled);
}

function showEndpoint(id) {
  const position = positions.get(id);
  if (!report.hidden) scrolled = scrollY;
  report.hidden = true;
  page.hidden = false;
  if (position === undefined) {
    page.replaceChildren(
      make('p', {}, 'This report holds no such endpoint. '),
      make('a', { href: '#m/' }, 'All endpoints'),
    );
    return;
  }
  const row = index.rows[position];
  const shown = filter.shown();
  const at = shown.indexOf(row);
  const neighbours = at < 0 ? {} : { previous: shown[at - 1], next: shown[at + 1] };
  page.replaceChildren(...endpointPage(readEndpoint(position), { index, row, neighbours }));
  document.title = \`\${row.host}: \${row.verdict}\`;
  scrollTo(0, 0);
  page.querySelector('h1').focus({ preventScroll: true });
}

function route() {
  const hash = location.hash;
  if (hash.startsWith('#e/')) {
    showEndpoint(decode(hash.slice(3)));
    return;
  }
  showReport();
  if (!hash.startsWith('#m/')) return;
  const wanted = new URLSearchParams(hash.slice(3));
  if (wanted.size > 0) filter.set(wanted);
  const heading = document.getElementById('matrix-title');
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is folded on screen is printed unfolded, except raw data. */
function unfoldForPrint() {
  const unfolded = [];
  addEventListener('beforeprint', () => {
    for (const each of document.querySelectorAll('details:not([open]):not(.raw):not(.pem)')) {
      each.open = true;
      unfolded.push(each);
    }
  });
  addEventListener('afterprint', () => {
    for (const each of unfolded.splice(0)) each.open = false;
  });
}

unfoldForPrint();
addEventListener('hashchange', route);
filter.apply();
route();
})();
`;
