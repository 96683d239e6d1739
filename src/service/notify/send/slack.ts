import type { Sender } from '../delivery.ts';
import { fitMessage } from '../words/fit-message.ts';
import type { MessageContent, MessageEntry } from '../words/message-content.ts';
import { shorten } from '../words/shorten.ts';
import { type HttpReceiver, postJson } from './http-receiver.ts';

/** https://docs.slack.dev/reference/block-kit/blocks: 50 blocks a message, 150 characters in a header, 3,000 in a section. */
const mostEntries = 20;
const mostBytes = 100_000;
const mostInSection = 3_000;

/** Posts to an incoming webhook. */
export function createSlackSender(receiver: HttpReceiver): Sender {
  return {
    send: (notification, signal) =>
      postJson(receiver, { body: fitMessage(notification, { mostBytes, entries: mostEntries }, writeBlocks) }, signal),
  };
}

/** Texts are `plain_text`, in which Slack reads no markup, mention or emoji. Only `text`, for notifications on phones, is escaped. */
function writeBlocks({ title, groups, notes, link }: MessageContent): string {
  const blocks: unknown[] = [{ type: 'header', text: plain(title) }];
  for (const { heading, entries } of groups) {
    if (heading !== null) blocks.push({ type: 'context', elements: [plain(heading)] });
    for (const entry of entries) blocks.push({ type: 'section', text: plain(entryText(entry)) });
  }
  blocks.push({ type: 'context', elements: [plain(shorten(notes.join(' '), 1_900))] });
  if (link !== null)
    blocks.push({ type: 'section', text: { type: 'mrkdwn', text: `<${escapeMrkdwn(link)}|Open certmuster>` } });
  return JSON.stringify({ text: escapeMrkdwn(title), mrkdwn: false, unfurl_links: false, unfurl_media: false, blocks });
}

function entryText({ label, title, facts }: MessageEntry): string {
  return [`${label}: ${title}`, ...facts.map(({ name, text }) => `${name}: ${text}`)]
    .join('\n')
    .slice(0, mostInSection);
}

function plain(text: string): unknown {
  return { type: 'plain_text', text, emoji: false };
}

/** https://docs.slack.dev/messaging/formatting-message-text: these three begin everything that is not text. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
