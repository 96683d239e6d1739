import type { Sender } from '../delivery.ts';
import { fitMessage } from '../words/fit-message.ts';
import type { MessageContent, MessageEntry } from '../words/message-content.ts';
import { type HttpReceiver, postJson } from './http-receiver.ts';

/** Teams takes 28 KB a message ("Create and send messages", Microsoft Learn). */
const mostBytes = 27_000;

/** Posts an adaptive card to a workflow ("When a Teams webhook request is received"). */
export function createTeamsSender(receiver: HttpReceiver): Sender {
  return {
    send: (notification, signal) =>
      postJson(receiver, { body: fitMessage(notification, { mostBytes }, writeCard) }, signal),
  };
}

/** Texts are runs of a RichTextBlock, in which no Markdown is read. */
function writeCard({ title, groups, notes, link }: MessageContent): string {
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      block([{ text: title, weight: 'Bolder', size: 'Large' }]),
      ...groups.flatMap(({ heading, entries }) => [
        ...(heading === null ? [] : [block([{ text: heading, weight: 'Bolder' }])]),
        ...entries.map(entryBlock),
      ]),
      block([{ text: notes.join(' '), isSubtle: true }]),
    ],
    ...(link !== null && { actions: [{ type: 'Action.OpenUrl', title: 'Open certmuster', url: link }] }),
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return JSON.stringify({ type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] });
}

function entryBlock({ label, title, facts }: MessageEntry): unknown {
  return {
    type: 'Container',
    separator: true,
    items: [
      block([{ text: `${label}: `, weight: 'Bolder' }, { text: title }]),
      ...facts.map(({ name, text }) => block([{ text: `${name}: `, isSubtle: true }, { text }])),
    ],
  };
}

interface Run {
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large';
  readonly isSubtle?: true;
}

function block(runs: readonly Run[]): unknown {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}
