import { countOf, make } from '../../../report/html/page/elements.js';

/** Shows how far runs are: `page-frame.ts` draws the same without script. */
export function showRunning(element, running) {
  element.hidden = running.length === 0;
  element.replaceChildren(...running.map(line));
}

function line({ schedule, done, count, failing }) {
  const known = count === null ? `${countOf(done, 'endpoint')} so far` : `${done} of ${countOf(count, 'endpoint')}`;
  return make(
    'li',
    {},
    make('strong', {}, schedule),
    ' is running ',
    make('progress', count === null ? { 'aria-label': schedule } : { 'aria-label': schedule, max: count, value: done }),
    ` ${known}${failing === 0 ? '' : `, ${failing} failing`}`,
  );
}
