import type { HandshakeState } from './handshake-state.ts';
import { writeHandshakeMessage } from './messages/handshake-message.ts';
import { contentType, writeRecords } from './records/record.ts';
import { type AlertLevel, type AlertName, alertCodes, alertLevels } from './tables/alerts.ts';
import { versionCodes } from './tables/protocol-versions.ts';

/** Queues content as records, encrypted once we encrypt. */
export function sendContent(
  { sealer, recordVersion, outgoing }: HandshakeState,
  type: number,
  content: Uint8Array,
): void {
  outgoing.push(sealer === undefined ? writeRecords(type, recordVersion, content) : sealer(type, content));
}

/** Queues a handshake message and adds it to the transcript. */
export function sendHandshakeMessage(state: HandshakeState, type: number, body: Uint8Array): void {
  const message = writeHandshakeMessage(type, body);
  sendContent(state, contentType.handshake, message);
  state.transcript.add(message);
}

/** Queues an alert in a record of its own (RFC 8446 §5.1). */
export function sendAlert(state: HandshakeState, level: AlertLevel, name: AlertName): void {
  const isTls13 = state.draft.serverHello?.protocol === 'TLSv1.3';
  if (isTls13 && state.sealer !== undefined) sendCompatibilityChangeCipherSpec(state);
  sendContent(state, contentType.alert, Uint8Array.of(alertLevels[level], alertCodes[name]));
}

/** Ends the connection in order: user_canceled (RFC 8446 §6.1; SSL 3.0 has no such alert), then close_notify. */
export function sendClosingAlerts(state: HandshakeState): void {
  if (state.recordVersion !== versionCodes.SSLv3) sendAlert(state, 'warning', 'user_canceled');
  sendAlert(state, 'warning', 'close_notify');
}

/** RFC 8446 appendix D.4: a client that sent a session id sends one ChangeCipherSpec before its second flight. */
export function sendCompatibilityChangeCipherSpec(state: HandshakeState): void {
  if (state.compatibilitySent || state.hello.sessionId.length === 0) return;
  state.compatibilitySent = true;
  state.outgoing.push(writeRecords(contentType.changeCipherSpec, versionCodes['TLSv1.2'], Uint8Array.of(0x01)));
}
