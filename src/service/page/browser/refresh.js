import { make } from '../../../report/html/page/elements.js';

/** How far down a page may be scrolled and still be replaced: whoever is further down is reading. */
const topPx = 100;

/**
 * Shows what a later page has in place of `main`, unless someone is at work in it: then a button says that there is something newer.
 * `say` announces to screen readers.
 */
export function createRefresh(main, { notice, say }) {
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
    notice.replaceChildren(`${text} `, make('button', { type: 'button', onclick: show }, 'Show the new data'));
  };
  return (text) => {
    if (isInUse(main)) {
      offer(text);
      say(`${text} A button at the top shows the new data.`);
      return;
    }
    replace();
    say(`${text} The page shows the new data.`);
  };
}

function isInUse(main) {
  const isOpen = main.querySelector('details[open]') !== null;
  const hasFocus = main.contains(document.activeElement);
  const isSelected = !(getSelection()?.isCollapsed ?? true);
  return isOpen || hasFocus || isSelected || scrollY > topPx;
}
