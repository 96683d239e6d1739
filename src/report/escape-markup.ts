import { escapeForTerminal } from './escape-for-terminal.ts';

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for HTML and XML 1.0, between tags or in quotes. XML has no place for controls, lone surrogates and
 * non-characters, not even as references; they stand as they do on a terminal, `\u{1b}`.
 */
export function escapeMarkup(text: string): string {
  return escapeForTerminal(text).replace(/[&<>"']/g, (character) => references[character] ?? '');
}
