import { countOf, make } from './elements.js';
import { selectColumns, selectRows } from './select-rows.js';
import { cellWords } from './words.js';

/** Causes to choose from; links to others bring them into the list. */
const maxOffered = 100;

/** Lets the form filter the matrix. */
export function createFilter(index, matrix, { form, status, legend }) {
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
        : `${shown.length.toLocaleString('en')} of ${countOf(all, 'endpoint')}`;
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
        make('li', {}, make('span', { class: `cell is-${look}`, 'aria-hidden': 'true' }, sign), ` ${text}`),
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
