import { alertReason } from '../model/alert-reason.ts';
import { alertLevels, alertName } from './tables/alerts.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { type HandshakeMessage, handshakeType } from './messages/handshake-message.ts';
import { maxPlaintextBytes, maxUselessRecords } from './limits.ts';
import { contentType, type TlsRecord } from './records/record.ts';
import { HandshakeError, abort, abortBeyondLimit } from './handshake-error.ts';

/** Decrypts a record and passes its content to the phase; returns the next phase as a phase does. */
export function receiveRecord(state: HandshakeState, record: TlsRecord, phase: Phase): Phase | undefined {
  const { opener, assembler } = state;
  const { type, payload } = opener === undefined ? record : opener(record);
  if (payload.length > maxPlaintextBytes) {
    abort(`A record has ${payload.length} bytes; TLS allows ${maxPlaintextBytes}.`, 'record_overflow');
  }
  if (type !== contentType.handshake && type !== contentType.alert && assembler.pendingBytes > 0) {
    abort(`A record of type ${type} arrived inside a handshake message.`, 'unexpected_message');
  }
  if (payload.length === 0) {
    countUseless(state, 'empty');
    return phase;
  }
  switch (type) {
    case contentType.handshake:
      return receiveHandshake(state, payload, phase);
    case contentType.alert:
      receiveAlerts(state, payload, phase);
      return phase;
    case contentType.changeCipherSpec:
      if (payload.length !== 1 || payload[0] !== 0x01)
        abort('ChangeCipherSpec is not the single byte 0x01.', 'unexpected_message');
      countUseless(state, 'ChangeCipherSpec');
      return phase.changeCipherSpec();
    default:
      return abort(`A record of type ${type} came before ${phase.awaits}.`, 'unexpected_message');
  }
}

function receiveHandshake(state: HandshakeState, payload: Uint8Array, first: Phase): Phase | undefined {
  const { assembler } = state;
  assembler.push(payload);
  let phase: Phase | undefined = first;
  while (phase !== undefined) {
    const message = assembler.next();
    if (message === undefined) break;
    if (isHelloRequest(message) && !phase.isTls13) countUseless(state, 'HelloRequest');
    else phase = phase.receive(message);
  }
  return phase;
}

/** RFC 5246 §6.2.1: an alert may be split over records, and before TLS 1.3 a record may hold several alerts. */
function receiveAlerts(state: HandshakeState, payload: Uint8Array, phase: Phase): void {
  const alerts = state.alertBytes;
  alerts.push(payload);
  while (alerts.length >= 2) {
    const [level = 0, code = 0] = alerts.take(2);
    receiveAlert(state, { level, code }, phase);
  }
}

function receiveAlert(
  state: HandshakeState,
  { level, code }: { readonly level: number; readonly code: number },
  phase: Phase,
): void {
  const name = alertName(code);
  // A level that does not exist refuses, too: whoever sends it is not merely warning.
  const isFatal = phase.isTls13 ? name !== 'user_canceled' : level !== alertLevels.warning;
  if (name === 'close_notify') {
    const message = `The peer closed the connection with close_notify before ${phase.awaits}.`;
    throw new HandshakeError({ kind: 'closed', message }, undefined);
  }
  if (isFatal) {
    const why = meaningOf(name, state);
    const message = `The peer refused with the alert ${name} (${code}) before ${phase.awaits}${why}.`;
    throw new HandshakeError({ kind: 'alert', message, alert: code }, undefined);
  }
  countUseless(state, `the warning ${name}`);
  const { draft } = state;
  draft.warningAlerts = [...draft.warningAlerts, name];
}

/** What an alert means for this hello, as a clause; empty: no more than its name. RFC 7301 §3.2, RFC 5054 §2.5.1.3. */
function meaningOf(name: string, { hello, draft }: HandshakeState): string {
  if (name === 'unknown_psk_identity') return ': it wants a pre-shared key or a user name that it knows';
  if (name !== 'no_application_protocol') {
    const reason = draft.serverHello === undefined ? alertReason(name) : undefined;
    return reason === undefined ? '' : `: ${reason}`;
  }
  return hello.alpn.length === 0
    ? ': it serves only clients that name an application protocol; name one that it speaks, for instance --alpn h2'
    : `: it speaks none of the application protocols offered (${hello.alpn.join(', ')}); name another one with --alpn`;
}

function countUseless(state: HandshakeState, what: string): void {
  state.useless += 1;
  if (state.useless > maxUselessRecords) {
    abortBeyondLimit(`More than ${maxUselessRecords} records or messages without progress; the last was ${what}.`);
  }
}

/** RFC 5246 §7.4.1.1: HelloRequest may come at any time and is ignored during a handshake. */
function isHelloRequest({ type, body }: HandshakeMessage): boolean {
  if (type !== handshakeType.helloRequest) return false;
  if (body.length > 0) abort(`HelloRequest has ${body.length} bytes too many.`, 'decode_error');
  return true;
}
