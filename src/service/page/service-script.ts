/** Written by `npm run generate` from plain files for browsers. */
export const serviceScript = `(() => {
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

/** Shows how far runs are: \`page-frame.ts\` draws the same without script. */
function showRunning(element, running) {
  element.hidden = running.length === 0;
  element.replaceChildren(...running.map(line));
}

function line({ schedule, done, count, failing }) {
  const known = count === null ? \`\${countOf(done, 'endpoint')} so far\` : \`\${done} of \${countOf(count, 'endpoint')}\`;
  return make(
    'li',
    {},
    make('strong', {}, schedule),
    ' is running ',
    make('progress', count === null ? { 'aria-label': schedule } : { 'aria-label': schedule, max: count, value: done }),
    \` \${known}\${failing === 0 ? '' : \`, \${failing} failing\`}\`,
  );
}

/** How far down a page may be scrolled and still be replaced: whoever is further down is reading. */
const topPx = 100;

/**
 * Shows what a later page has in place of \`main\`, unless someone is at work in it: then a button says that there is something newer.
 * \`say\` announces to screen readers.
 */
function createRefresh(main, { notice, say }) {
  const replace = () => {
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    // Parsed as a document, which runs nothing, in place of text that would have to be made into markup.
    request.responseType = 'document';
    request.addEventListener('load', () => {
      const later = request.response?.querySelector('main');
      if (request.status !== 200 || !later) return;
      main.replaceChildren(...document.importNode(later, true).childNodes);
      notice.replaceChildren();
    });
    request.send();
  };
  const offer = (text) => {
    const show = () => {
      replace();
      document.querySelector('h1')?.focus();
    };
    notice.replaceChildren(\`\${text} \`, make('button', { type: 'button', onclick: show }, 'Show the new data'));
  };
  return (text) => {
    if (isInUse(main)) {
      offer(text);
      say(\`\${text} A button at the top shows the new data.\`);
      return;
    }
    replace();
    say(\`\${text} The page shows the new data.\`);
  };
}

function isInUse(main) {
  const isOpen = main.querySelector('details[open]') !== null;
  const hasFocus = main.contains(document.activeElement);
  const isSelected = !(getSelection()?.isCollapsed ?? true);
  return isOpen || hasFocus || isSelected || scrollY > topPx;
}

const announcer = document.getElementById('announcer');
const say = (text) => {
  announcer.textContent = text;
};
const refresh = createRefresh(document.querySelector('main'), { notice: document.getElementById('newer'), say });
const running = document.getElementById('running');
let revision = document.body.dataset.revision;
let source;

function follow({ data }) {
  const state = JSON.parse(data);
  showRunning(running, state.running);
  if (state.revision === revision) return;
  revision = state.revision;
  refresh(state.ended ?? 'There is something new.');
}

/** Tabs in the background ask for nothing: a browser has few connections to one server. */
function connect() {
  source?.close();
  source = undefined;
  if (document.hidden) return;
  source = new EventSource('/events');
  source.addEventListener('message', follow);
}

unfoldForPrint();
document.addEventListener('visibilitychange', connect);
addEventListener('pagehide', () => source?.close());
addEventListener('pageshow', (event) => {
  if (event.persisted) connect();
});
connect();
})();
`;
