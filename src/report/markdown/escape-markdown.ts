import { escapeForTerminal } from '../escape-for-terminal.ts';

/**
 * Prose for GitHub-flavoured Markdown, in a paragraph or a table cell: it shows as it is and does nothing. A word that
 * would become a link, a mention or a reference to a ticket stands as code, which no renderer changes.
 */
export function escapeMarkdown(text: string): string {
  return escapeForTerminal(text)
    .split(' ')
    .map((word) => (/[@#]|:\/\/|www\./i.test(word) ? codeMarkdown(word) : escapeWord(word)))
    .join(' ');
}

/** Any ASCII punctuation may be escaped (CommonMark §2.4); marks that act at the start of a line only are left within words. */
function escapeWord(word: string): string {
  return word.replace(/[!$&*<>[\\\]_`{|}~]|^[-+=]/g, '\\$&').replace(/^(\d+)([.)])$/, '$1\\$2');
}

/** The text as inline code. Backticks, and pipes, which would end a table's cell, stand as `\u{60}` and `\u{7c}`. */
export function codeMarkdown(text: string): string {
  const shown = escapeForTerminal(text).replaceAll('`', '\\u{60}').replaceAll('|', '\\u{7c}').trim();
  return shown === '' ? '' : `\`${shown}\``;
}
