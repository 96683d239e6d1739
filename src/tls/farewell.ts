import { alertLevel } from './alerts.ts';
import type { Conversation } from './conversation.ts';
import { contentType, writeRecords } from './record.ts';
import { versionCodes } from './protocol-versions.ts';

type Alert = readonly [level: number, code: number];

/** Leaves in order: user_canceled (RFC 8446 §6.1; SSL 3.0 has no such alert), then close_notify. */
export function politeFarewell(conversation: Conversation): void {
  const closeNotify: Alert = [alertLevel.warning, 0x00];
  const userCanceled: Alert = [alertLevel.warning, 0x5a];
  const isSsl3 = conversation.recordVersion === versionCodes.SSLv3;
  sendAlerts(conversation, isSsl3 ? [closeNotify] : [userCanceled, closeNotify]);
}

/** Queues alerts, a record each (RFC 8446 §5.1), encrypted once we encrypt. */
export function sendAlerts(conversation: Conversation, alerts: readonly Alert[]): void {
  const isTls13 = conversation.draft.serverHello?.protocol === 'TLSv1.3';
  if (isTls13 && conversation.sealer !== undefined) sendCompatibilityChangeCipherSpec(conversation);
  for (const alert of alerts) sendContent(conversation, contentType.alert, Uint8Array.from(alert));
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
