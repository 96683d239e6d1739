/** Written by `npm run generate` from plain files for browsers. */
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
  element.append(
    ...children.flat(3).filter((child) => child !== undefined && child !== null && child !== '' && child !== false),
  );
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
  p: { sign: '✓', look: 'pass', text: 'passed' },
  c: { sign: '✕', look: 'critical', text: 'failed (critical)' },
  e: { sign: '✕', look: 'fail', text: 'failed (error)' },
  w: { sign: '!', look: 'warn', text: 'failed (warning)' },
  i: { sign: 'i', look: 'info', text: 'failed (info)' },
  x: { sign: '~', look: 'waived', text: 'failed, waived' },
  u: { sign: '?', look: 'unreachable', text: 'inconclusive' },
  d: { sign: '–', look: 'none', text: 'not judged until the chain is fixed' },
  o: { sign: '○', look: 'unseen', text: 'not visible over TLS' },
  n: { sign: '·', look: 'none', text: 'not applicable' },
  '.': { sign: '', look: 'none', text: 'not judged' },
};

/** The letters of each result in the form. */
const outcomeLetters = {
  fail: 'cewi',
  waived: 'x',
  undetermined: 'u',
  'not-observable': 'o',
  pass: 'p',
  'not-applicable': 'n',
};

/** What a server means by a warning alert. */
const alertWords = {
  unrecognized_name: 'the server does not know the server name (SNI) that was sent',
};

const verdictSigns = { pass: '✓', warn: '!', fail: '✕', waived: '~', unreachable: '?' };

const verdictOrder = ['fail', 'unreachable', 'warn', 'waived', 'pass'];

const severitySigns = { critical: '✕', error: '✕', warning: '!', info: 'i' };

/** Class and words of what fails with a severity. */
function severityWords(severity, isWaived) {
  if (isWaived) return { look: 'waived', text: \`~ \${severity}, waived\` };
  const look = { critical: 'critical', warning: 'warn', info: 'info' }[severity] ?? 'fail';
  return { look, text: \`\${severitySigns[severity] ?? '✕'} \${severity ?? 'fails'}\` };
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
        causes: endpoint.causes.map((at) => block.causes[at]),
        findings: endpoint.findings.map((at) => block.findings[at]),
      };
    },
  };
}

/** Positions in a row are those of render-data-blocks.ts. */
function parseIndex() {
  const index = parseBlock('index');
  index.causes = index.causes.map(([key, title, severity, isWaived]) => ({
    key,
    title,
    severity,
    isWaived: !!isWaived,
  }));
  index.rows = index.rows.map(
    ([id, deployment, role, host, place, server, verdict, cells, expires, title, more, causes], position) => ({
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
      title: title < 0 ? '' : index.titles[title],
      more,
      causes,
      haystack: \`\${id} \${server} \${place}\`.toLowerCase(),
    }),
  );
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
      (!filter.cause || row.causes.some((at) => index.causes[at].key === filter.cause)) &&
      words.every((word) => row.haystack.includes(word)) &&
      hasAnswer(row.cells),
  );
  return rows.sort(orders[filter.order] ?? worstFirst);
}

function answerTest(columns, { check, outcome }) {
  if (!check && !outcome) return () => true;
  const letters = outcome ? (outcomeLetters[outcome] ?? '') : undefined;
  const column = check ? columns.indexOf(check) : -1;
  const fits = (letter) => (letters === undefined ? letter !== '.' : letters.includes(letter));
  if (column >= 0) return (cells) => fits(cells[column]);
  return check ? () => false : (cells) => [...cells].some(fits);
}

/** Of the same verdict the endpoints of one cause stand together, in the order of the causes. */
function worstFirst(a, b) {
  const last = Number.MAX_SAFE_INTEGER;
  return (
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
    (a.causes[0] ?? last) - (b.causes[0] ?? last) ||
    a.position - b.position
  );
}

const orders = {
  'as declared': (a, b) => a.position - b.position,
  host: (a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.position - b.position),
  'first to expire': (a, b) =>
    (a.expires === '' ? 1 : 0) - (b.expires === '' ? 1 : 0) ||
    (a.expires < b.expires ? -1 : a.expires > b.expires ? 1 : a.position - b.position),
};

/** The columns shown: all, or those that fail or are waived on a row that is shown, and the one asked for. */
function selectColumns(index, rows, { columns, check }) {
  const all = index.columns.map((check, position) => ({ check, position }));
  if (columns === 'all checks') return all;
  const failing = new Set([index.columns.indexOf(check)]);
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
    make('th', { scope: 'col', class: 'cause-title' }, 'Worst cause'),
    checks,
  );
}

function drawRow(row, at, columns) {
  const { id, host, role, place, verdict, cells, title, more } = row;
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
    make(
      'td',
      { class: 'cause-title', title: title || undefined },
      title && make('div', {}, make('span', {}, title), more > 0 && make('b', {}, \`+\${more}\`)),
    ),
    columns.map(({ check, position }) => drawCell(check, cellWords[cells[position]] ?? cellWords['.'])),
  );
}

/** One element a cell, because a screenful has two thousand cells. */
function drawCell(check, { sign, look, text }) {
  return make('td', { class: \`cell is-\${look}\`, title: \`\${check}: \${text}\`, 'aria-label': text }, sign);
}

/** A row that takes the room of rows that do not exist as elements. */
function gap(count, columns) {
  const row = make('tr', { 'aria-hidden': 'true', class: 'gap' }, make('td', { colspan: String(columns.length + 3) }));
  row.firstChild.style.height = \`\${count * rowHeight}px\`;
  return row;
}

/** Causes to choose from; links to others bring them into the list. */
const maxOffered = 100;

/** Lets the form filter the matrix. */
function createFilter(index, matrix, { form, status, legend }) {
  let shown = [];
  const apply = () => {
    const filter = Object.fromEntries(new FormData(form));
    shown = selectRows(index, filter);
    matrix.fill(shown, selectColumns(index, shown, filter));
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
  for (const cause of index.causes.slice(0, maxOffered)) offer(form.elements.namedItem('cause'), cause);
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
        if (name === 'cause')
          offer(
            field,
            index.causes.find(({ key }) => key === value),
          );
        if (field !== null && 'value' in field) field.value = value;
      }
      apply();
    },
    shown: () => shown,
  };
}

/** Puts a cause into the list, unless it is there already. */
function offer(list, cause) {
  if (cause === undefined || [...list.options].some(({ value }) => value === cause.key)) return;
  list.append(make('option', { value: cause.key }, cause.title));
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
  const expired = daysLeft > -1 ? 'expired within the last day' : \`expired \${days} ago\`;
  const left = daysLeft < 0 ? expired : \`\${days} left\`;
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
  const heading = make('h3', {}, \`To trust store \${store}\`);
  if (path === null)
    return make('div', { class: 'notice is-fail' }, heading, make('p', {}, error?.message ?? 'No path.'));
  const steps = path.map((sha256, position) => {
    const certificate = known.get(sha256);
    if (certificate === undefined) return make('li', { class: 'certificate mono' }, sha256);
    const at = presentedAt.get(sha256);
    const note = at === undefined ? \`Not sent by the server; from \${certificate.from ?? 'elsewhere'}.\` : undefined;
    if (at !== undefined) return pathStep(certificate, position, \`sent by the server as certificate \${at}\`);
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
    make('p', { class: 'faint' }, \`\${note[0].toUpperCase()}\${note.slice(1)}.\`),
  );
}

/** A cause with the findings of an endpoint that belong to it. */
function causeCard(cause, { findings, index }) {
  const { title, severity, why, remedy, waiver } = cause;
  const { look, text } = severityWords(severity, waiver !== null);
  const isRoot = ({ check, fault }) => Number(\`\${check}/\${fault}\` === cause.fault);
  const failing = findings.filter(({ outcome }) => outcome === 'fail').sort((a, b) => isRoot(b) - isRoot(a));
  const skipped = findings.filter(({ outcome }) => outcome !== 'fail').map(({ check }) => check);
  return make(
    'article',
    { class: \`finding is-\${look}\` },
    make('h3', {}, make('span', { class: \`badge is-\${look}\` }, text), \` \${title}\`),
    make(
      'dl',
      {},
      waiver ? entry('Waived', \`by \${waiver.by} until \${waiver.until}: \${waiver.reason}\`) : undefined,
      entry('Fix', remedy),
      entry('Why', why),
      entry('Source', citation(cause.citation)),
      entry('Certificate', cause.certificate, 'mono'),
    ),
    failing.length === 0 ? undefined : make('h4', {}, 'What was seen'),
    failing.map((finding) => seen(finding, index)),
    skipped.length === 0
      ? undefined
      : make('p', {}, \`\${countOf(skipped.length, 'check')} not judged until this is fixed: \`, mono(skipped.join(', '))),
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
function acrossCard(finding, index) {
  const { check, fault, severity, message, expected, observed, waiver, cause } = finding;
  const declared = faultOf(index, check, fault);
  const title = index.causes.find(({ key, isWaived }) => key === cause && isWaived === (waiver !== undefined))?.title;
  const { look, text } = severityWords(severity, waiver !== undefined);
  return make(
    'article',
    { class: \`finding is-\${look}\` },
    make(
      'h3',
      {},
      make('span', { class: \`badge is-\${look}\` }, text),
      \` \${title ?? declared?.title ?? 'The check fails'} \`,
      mono(check),
    ),
    make('p', {}, message),
    make(
      'dl',
      {},
      waiver ? entry('Waived', \`by \${waiver.by} until \${waiver.until}: \${waiver.reason}\`) : undefined,
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
  return url !== null && /^https?:\\/\\//.test(url) ? make('a', { href: url, rel: 'noreferrer noopener' }, text) : text;
}

/** What cannot be seen over TLS, with the commands to run. */
function unobservableBox(findings, index) {
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
        known ? make('p', { class: 'run' }, \`Run on \${known.on}:\`) : undefined,
        known?.commands.map((command) => make('pre', { class: 'command', tabindex: '0' }, command)),
      );
    }),
  );
}

/** Results that need no action: a line each. */
function quietFindings(title, findings) {
  if (findings.length === 0) return undefined;
  const rows = findings.map(({ check, message }) =>
    make('tr', {}, make('th', { scope: 'row' }, check), make('td', {}, message)),
  );
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Check'), make('th', { scope: 'col' }, 'Result'));
  return make(
    'details',
    { class: 'quiet' },
    make('summary', {}, make('h2', {}, \`\${title} (\${findings.length})\`)),
    make('table', { class: 'plain-table' }, make('thead', {}, head), make('tbody', {}, rows)),
  );
}

/** Everything about one endpoint. */
function endpointPage(endpoint, { index, row, neighbours }) {
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
        make('span', { class: \`badge is-\${verdict}\` }, \`\${verdictSigns[verdict]} \${verdict}\`),
      ),
      make('p', { class: 'faint' }, \`\${role} at \${row.place || 'no address'}\`),
    ),
    failure
      ? make('p', { class: 'notice is-fail' }, \`\${failure.stage}, \${failure.kind}: \${failure.message}\`)
      : undefined,
    make(
      'section',
      {},
      make('h2', {}, counted.length === 0 ? 'Nothing to fix here' : \`\${countOf(counted.length, 'cause')} to fix\`),
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
    row === undefined ? undefined : make('a', { href: \`#e/\${encodeURIComponent(row.id)}\`, title: row.id }, text);
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
      entry('Before TLS', startTls && \`plain text (STARTTLS, \${startTls})\`),
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
    ? \`\${answer.failure.kind}: \${answer.failure.message}\`
    : \`certificate \${answer.sha256.slice(0, 16)}…\`;
}

/** Absent: the server did not request one, or the exchange was not completed. */
const clientAnswers = { true: 'requested and sent', false: 'requested, not sent' };

/** Absent: none. */
function warningAlerts({ warningAlerts: names = [] }) {
  if (names.length === 0) return undefined;
  return names.map((name) => (alertWords[name] === undefined ? name : \`\${name}: \${alertWords[name]}\`)).join(', ');
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
    exchange && [exchange.kind, exchange.group, exchange.bits && \`\${exchange.bits} bits\`].filter(Boolean).join(', ')
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
  return keyType && \`a certificate with a key of type \${clients[keyType]}\`;
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
          entry('Client certificate', clientAnswers[\`\${handshake.clientCertificateSent}\`]),
          entry('Warning alerts', warningAlerts(handshake)),
          entry('Duration', \`\${handshake.durationMs.toFixed(1)} ms\`),
        );
  return make('section', { class: 'card' }, make('h2', {}, 'Handshake'), body);
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

unfoldForPrint();
addEventListener('hashchange', route);
filter.apply();
route();
})();
`;
