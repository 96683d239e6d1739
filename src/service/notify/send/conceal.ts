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
  const without = forms.reduce((left, form) => withoutBeginning(left.replaceAll(form, '***'), form), text);
  const shown = escapeForTerminal(without.replace(/\s+/g, ' ').trim());
  return shown.length > mostCharacters ? `${shown.slice(0, mostCharacters)}…` : shown;
}

/** What was read of an answer may end within a secret. */
function withoutBeginning(text: string, secret: string): string {
  for (let length = Math.min(secret.length, text.length); length >= leastTelling; length -= 1)
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}***`;
  return text;
}

/** Fewer characters of a secret help nobody. */
const leastTelling = 4;
