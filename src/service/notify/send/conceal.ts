import { escapeForTerminal } from '../../../report/escape-for-terminal.ts';

/** More than a log line wants of what a receiver says. */
const mostCharacters = 300;

/**
 * Text of a receiver or of a library, for the log, the page and the history: visible characters alone, short, and without secrets, also as
 * they stand in a URL or in base64.
 */
export function conceal(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .sort((a, b) => b.length - a.length);
  const without = forms.reduce((left, form) => left.replaceAll(form, '***'), text);
  const shown = escapeForTerminal(without.replace(/\s+/g, ' ').trim());
  return shown.length > mostCharacters ? `${shown.slice(0, mostCharacters)}…` : shown;
}
