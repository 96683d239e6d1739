import { alertLevel } from './tables/alerts.ts';
import { concatenate } from './records/byte-writer.ts';
import type { HandshakeState } from './handshake-state.ts';
import { contentType, writeRecords } from './records/record.ts';
import { versionCodes } from './tables/protocol-versions.ts';

/** Leaves in order: user_canceled (RFC 8446 §6.1; SSL 3.0 has no such alert), then close_notify. */
export function sendClosingAlerts(state: HandshakeState): void {
  const { sealer, recordVersion, outgoing } = state;
  if (sealer === undefined) {
    outgoing.push(plainFarewell(recordVersion));
    return;
  }
  if (recordVersion !== versionCodes.SSLv3) sendAlert(state, userCanceled);
  sendAlert(state, closeNotify);
}

/** Queues an alert, in a record of its own (RFC 8446 §5.1), encrypted once we encrypt. `alert`: level and description. */
export function sendAlert(state: HandshakeState, alert: Uint8Array): void {
  const isTls13 = state.draft.serverHello?.protocol === 'TLSv1.3';
  if (isTls13 && state.sealer !== undefined) sendCompatibilityChangeCipherSpec(state);
  sendContent(state, contentType.alert, alert);
}

const userCanceled = Uint8Array.of(alertLevel.warning, 0x5a);
const closeNotify = Uint8Array.of(alertLevel.warning, 0x00);

/** The same bytes for all peers of a version: written once. */
function plainFarewell(version: number): Uint8Array {
  const known = plainFarewells.get(version);
  if (known !== undefined) return known;
  const alerts = version === versionCodes.SSLv3 ? [closeNotify] : [userCanceled, closeNotify];
  const farewell = concatenate(alerts.map((alert) => writeRecords(contentType.alert, version, alert)));
  plainFarewells.set(version, farewell);
  return farewell;
}

/** Bounded by the versions that records can have. */
const plainFarewells = new Map<number, Uint8Array>();

/** Queues content as records of the current protection. */
export function sendContent(state: HandshakeState, type: number, content: Uint8Array): void {
  const { sealer, recordVersion, outgoing } = state;
  outgoing.push(sealer === undefined ? writeRecords(type, recordVersion, content) : sealer(type, content));
}

/** RFC 8446 appendix D.4: a client that sent a session id sends one ChangeCipherSpec before its second flight. */
export function sendCompatibilityChangeCipherSpec(state: HandshakeState): void {
  if (state.compatibilitySent) return;
  state.compatibilitySent = true;
  state.outgoing.push(compatibility);
}

const compatibility = writeRecords(contentType.changeCipherSpec, versionCodes['TLSv1.2'], Uint8Array.of(0x01));
