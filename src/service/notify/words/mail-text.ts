import type { MessageContent } from './message-content.ts';

/** A notification as plain text. */
export function writeTextMail({ title, groups, notes, link }: MessageContent): string {
  const blocks = groups.flatMap(({ heading, entries }) => [
    ...(heading === null ? [] : [`${heading}\n${'='.repeat(heading.length)}`]),
    ...entries.map(({ label, title: what, facts }) =>
      [`${label}: ${what}`, ...facts.map(({ name, text }) => `    ${name}: ${text}`)].join('\n'),
    ),
  ]);
  return [title, ...blocks, notes.join('\n'), ...(link === null ? [] : [link])].join('\n\n').concat('\n');
}
