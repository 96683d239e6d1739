import { make } from './elements.js';

/** PEM of a certificate (RFC 7468: lines of 64). */
export function pemOf(der) {
  return `-----BEGIN CERTIFICATE-----\n${(der.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** PEM to read and to copy. */
export function pemBlock(der, name) {
  const text = make('pre', { tabindex: '0', 'aria-label': `PEM of ${name}` }, pemOf(der));
  const label = make('span', { role: 'status' }, 'Copy PEM');
  const button = make('button', { type: 'button' }, label, make('span', { class: 'spoken' }, ` of ${name}`));
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
