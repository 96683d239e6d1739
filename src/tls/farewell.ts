import { alertLevel } from './alerts.ts';
import type { Conversation } from './conversation.ts';
import { contentType, writeRecords } from './record.ts';
import { versionCodes } from './protocol-versions.ts';

/** Leaves in order: user_canceled (RFC 8446 §6.1; SSL 3.0 has no such alert), then close_notify. */
export function politeFarewell(conversation: Conversation): void {
  if (conversation.recordVersion !== versionCodes.SSLv3) sendAlert(conversation, alertLevel.warning, 0x5a);
  sendAlert(conversation, alertLevel.warning, 0x00);
}

/** Queues an alert, in a record of its own (RFC 8446 §5.1), encrypted once we encrypt. */
export function sendAlert(conversation: Conversation, level: number, code: number): void {
  const isTls13 = conversation.draft.serverHello?.protocol === 'TLSv1.3';
  if (isTls13 && conversation.sealer !== undefined) sendCompatibilityChangeCipherSpec(conversation);
  sendContent(conversation, contentType.alert, alertContent(level, code));
}

function alertContent(level: number, code: number): Uint8Array {
  const content = new Uint8Array(2);
  content[0] = level;
  content[1] = code;
  return content;
}

/** Queues content as records of the current protection. */
export function sendContent(conversation: Conversation, type: number, content: Uint8Array): void {
  const { sealer, recordVersion, outgoing } = conversation;
  outgoing.push(sealer === undefined ? writeRecords(type, recordVersion, content) : sealer(type, content));
}

/** RFC 8446 appendix D.4: a client that sent a session id sends one ChangeCipherSpec before its second flight. */
export function sendCompatibilityChangeCipherSpec(conversation: Conversation): void {
  if (conversation.compatibilitySent) return;
  conversation.compatibilitySent = true;
  conversation.outgoing.push(writeRecords(contentType.changeCipherSpec, versionCodes['TLSv1.2'], Uint8Array.of(0x01)));
}
