import { escapeForTerminal } from '../escape-for-terminal.ts';

/**
 * Prose for GitHub-flavoured Markdown, in a paragraph or a table cell: it shows as it is and does nothing. A word that
 * would become a link, a mention or the number of somebody's ticket stands as code, which no renderer touches.
 */
export function escapeMarkdown(text: string): string {
  return escapeForTerminal(text)
    .split(' ')
    .map((word) => (/[@#]|:\/\/|www\./i.test(word) ? codeMarkdown(word) : escapeWord(word)))
    .join(' ');
}

/** Any ASCII punctuation may be escaped (CommonMark §2.4); what only matters at the start of a line is left in words. */
function escapeWord(word: string): string {
  return word.replace(/[!$&*<>[\\\]_`{|}~]|^[-+=]/g, '\\$&').replace(/^(\d+)([.)])$/, '$1\\$2');
}

/** The same as code. A backtick, and a pipe (a table would take it), stand as they do on a terminal. */
export function codeMarkdown(text: string): string {
  const shown = escapeForTerminal(text).replaceAll('`', '\\u{60}').replaceAll('|', '\\u{7c}').trim();
  return shown === '' ? '' : `\`${shown}\``;
}
