import { unfoldForPrint } from '../../../report/html/page/unfold.js';
import { createRefresh } from './refresh.js';
import { showRunning } from './running.js';

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
