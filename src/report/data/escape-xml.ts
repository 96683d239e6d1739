import { escapeForTerminal } from '../escape-for-terminal.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text for XML 1.0, between tags or in quotes. Controls, lone surrogates and non-characters have no place in XML, not even
 * as references; they stand as they do on a terminal, `\u{1b}`.
 */
export function escapeXml(text: string): string {
  return escapeForTerminal(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
