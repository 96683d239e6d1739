import { escapeForTerminal } from '../escape-for-terminal.ts';

/**
 * Prose for GitHub-flavoured Markdown, in a paragraph or a table cell: it shows as it is and does nothing. A word that
 * would become a link, a mention or a reference to a ticket stands as code, which no renderer changes.
 */
export function escapeMarkdown(text: string): string {
  return escapeForTerminal(text)
    .split(' ')
    .map((word, index) => (/[@#]|:\/\/|www\./i.test(word) ? codeWord(word) : escapeWord(word, index === 0)))
    .join(' ');
}

/** Punctuation around the word stays outside the code, so that a URL is not copied with its full stop. */
function codeWord(word: string): string {
  const start = word.startsWith('(') ? 1 : 0;
  const outside = start === 1 ? '.,;:)' : '.,;:';
  let end = word.length;
  while (end > start && outside.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(0, start) + codeMarkdown(word.slice(start, end)) + word.slice(end);
}

/** Any ASCII punctuation may be escaped (CommonMark §2.4); marks that act at the start of a line only are left elsewhere. */
function escapeWord(word: string, isFirst: boolean): string {
  const escaped = word.replace(/[!$&*<>[\\\]_`{|}~]/g, '\\$&');
  return isFirst ? escaped.replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])$/, '$1\\$2') : escaped;
}

/** The text as inline code. Backticks, and pipes, which would end a table's cell, stand as `\u{60}` and `\u{7c}`. */
export function codeMarkdown(text: string): string {
  const shown = escapeForTerminal(text).replaceAll('`', '\\u{60}').replaceAll('|', '\\u{7c}').trim();
  return shown === '' ? '' : `\`${shown}\``;
}
