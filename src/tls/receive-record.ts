import { alertLevel, alertName } from './alerts.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Conversation, Phase } from './conversation.ts';
import { type HandshakeMessage, handshakeType } from './handshake-message.ts';
import { maxPlaintextBytes, maxUselessRecords } from './limits.ts';
import { contentType, type TlsRecord } from './record.ts';
import { Refusal, refuse, refuseBeyondLimit } from './refusal.ts';

export type RecordReceiver = (record: TlsRecord, phase: Phase) => Phase | undefined;

/** Makes the function that takes each record of a conversation apart; it returns the next phase as a phase does. */
export function createRecordReceiver(conversation: Conversation): RecordReceiver {
  const { assembler, draft } = conversation;
  const alertBytes = new ByteQueue();
  let useless = 0;

  const countUseless = (what: string): void => {
    useless += 1;
    if (useless > maxUselessRecords) {
      refuseBeyondLimit(`More than ${maxUselessRecords} records or messages that bring nothing; the last was ${what}.`);
    }
  };

  const receiveHandshake = (payload: Uint8Array, first: Phase): Phase | undefined => {
    assembler.push(payload);
    let phase: Phase | undefined = first;
    while (phase !== undefined) {
      const message = assembler.next();
      if (message === undefined) break;
      if (isHelloRequest(message) && !phase.isTls13) countUseless('HelloRequest');
      else phase = phase.receive(message);
    }
    return phase;
  };

  const receiveAlert = (level: number, code: number, phase: Phase): void => {
    const isFatal = phase.isTls13 ? code !== userCanceled : level === alertLevel.fatal;
    if (code === closeNotify) {
      const message = `The peer closed the connection with close_notify before ${phase.awaits}.`;
      throw new Refusal({ kind: 'closed', message }, undefined);
    }
    if (isFatal) {
      const message = `The peer refused with the alert ${alertName(code)} (${code}) before ${phase.awaits}.`;
      throw new Refusal({ kind: 'alert', message, alert: code }, undefined);
    }
    if (level !== alertLevel.warning) refuse(`The peer sent the alert ${alertName(code)} of unknown level ${level}.`);
    countUseless(`the warning ${alertName(code)}`);
    draft.warningAlerts = [...draft.warningAlerts, alertName(code)];
  };

  return (record, phase) => {
    const { type, payload } = conversation.opener?.(record) ?? record;
    if (payload.length > maxPlaintextBytes) {
      refuse(`A record holds ${payload.length} bytes; TLS allows ${maxPlaintextBytes}.`, 0x16);
    }
    if (type !== contentType.handshake && type !== contentType.alert && assembler.pendingBytes > 0) {
      refuse(`A record of type ${type} stands inside a handshake message.`, 0x0a);
    }
    if (payload.length === 0) {
      countUseless('empty');
      return phase;
    }
    switch (type) {
      case contentType.handshake:
        return receiveHandshake(payload, phase);
      case contentType.alert:
        alertBytes.push(payload);
        while (alertBytes.length >= 2) {
          const [level = 0, code = 0] = alertBytes.take(2);
          receiveAlert(level, code, phase);
        }
        alertBytes.settle();
        return phase;
      case contentType.changeCipherSpec:
        if (payload.length !== 1 || payload[0] !== 0x01) refuse('ChangeCipherSpec is not the single byte 0x01.', 0x0a);
        countUseless('ChangeCipherSpec');
        return phase.changeCipherSpec();
      default:
        return refuse(`A record of type ${type} came before ${phase.awaits}.`, 0x0a);
    }
  };
}

/** RFC 5246 §7.4.1.1: may come at any time and is skipped while a handshake is under way. */
function isHelloRequest({ type, body }: HandshakeMessage): boolean {
  if (type !== handshakeType.helloRequest) return false;
  if (body.length > 0) refuse(`HelloRequest has ${body.length} bytes too many.`, 0x32);
  return true;
}

const closeNotify = 0x00;
const userCanceled = 0x5a;
