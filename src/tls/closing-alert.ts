import type { HandshakeState } from './handshake-state.ts';
import { sendAlert } from './send-records.ts';
import { versionCodes } from './tables/protocol-versions.ts';

/** Ends the connection in order: user_canceled (RFC 8446 §6.1; SSL 3.0 has no such alert), then close_notify. */
export function sendClosingAlerts(state: HandshakeState): void {
  if (state.recordVersion !== versionCodes.SSLv3) sendAlert(state, 'warning', 'user_canceled');
  sendAlert(state, 'warning', 'close_notify');
}
