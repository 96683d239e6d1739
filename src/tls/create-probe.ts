import { awaitServerHello } from './await-server-hello.ts';
import { notTls } from './banner.ts';
import { createHandshakeState } from './create-handshake-state.ts';
import { HandshakeError } from './handshake-error.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import type { Probe, ProbeFailure, ProbeOptions, ProbeResult, ProbeStep } from './probe.ts';
import { receiveRecord } from './receive-record.ts';
import { concatenate } from './bytes/byte-writer.ts';
import { contentType, RecordReader, writeRecords } from './records/record.ts';
import { sendAlert, sendClosingAlerts } from './send-records.ts';

/*
 * The phases of a probe. A phase (handshake-state.ts) receives one handshake message and returns the next phase, or
 * undefined once nothing more is to be read. Bytes reach it through records/record.ts (records), receive-record.ts
 * (decryption, alerts, ChangeCipherSpec) and messages/handshake-message.ts (whole messages).
 *
 *   hello             messages/client-hello.ts, messages/hello-extensions.ts
 *     │
 *     ├─ not TLS      banner.ts: failure `not-tls`
 *     ├─ alert        receive-record.ts: failure `alert` or `closed`
 *     │
 *   ServerHello       await-server-hello.ts: version, suite, extensions
 *     │  ▲
 *     │  └─ HelloRetryRequest (TLS 1.3, at most once)   answer-hello-retry.ts: second hello
 *     │
 *     ├─ TLS 1.3      tls13-flight.ts, encrypted: EncryptedExtensions, CertificateRequest?, Certificate,
 *     │               proof: CertificateVerify (messages/certificate-verify.ts), Finished (keys/tls13-keys.ts)
 *     │
 *     └─ TLS 1.2      tls12-flight.ts, also SSL 3.0 to TLS 1.1, in the clear: Certificate, CertificateStatus?,
 *          │          proof: signed ServerKeyExchange? (keys/exchange-proof.ts), CertificateRequest?, ServerHelloDone
 *          │
 *          └─ RSA key exchange, if `provePossession`    prove-possession.ts, await-server-finished.ts
 *             proof: the server's Finished
 *
 *   closing alerts    send-records.ts: user_canceled and close_notify. Anything the server must not send aborts at any
 *                     point (handshake-error.ts) and ends with a fatal alert instead.
 */

/** Starts one handshake: one hello on one connection. Nothing is sent before `start`. */
export function createProbe(options: ProbeOptions): Probe {
  return new TlsProbe(createHandshakeState(options));
}

class TlsProbe implements Probe {
  readonly #state: HandshakeState;
  readonly #records: RecordReader;
  #phase: Phase | undefined;
  #isOver = false;

  constructor(state: HandshakeState) {
    this.#state = state;
    this.#records = new RecordReader(state.limits);
    this.#phase = awaitServerHello(state, undefined);
  }

  start(): Uint8Array {
    const { transcript, hello, recordVersion } = this.#state;
    transcript.add(hello.message);
    return writeRecords(contentType.handshake, recordVersion, hello.message);
  }

  receive(bytes: Uint8Array): ProbeStep {
    if (this.#isOver) return this.#step();
    try {
      // The one copy: the caller may reuse its buffer, and messages and certificates are views of this copy.
      this.#records.push(new Uint8Array(bytes));
      this.#advance();
    } catch (thrown) {
      if (!(thrown instanceof HandshakeError)) throw thrown;
      this.#fail(thrown.failure);
      if (thrown.alert !== undefined) sendAlert(this.#state, 'fatal', thrown.alert);
    }
    return this.#step();
  }

  end(): ProbeStep {
    if (!this.#isOver) this.#fail(this.#failureAtEnd());
    return this.#step();
  }

  hasCertificates(): boolean {
    return this.#state.draft.certificates !== undefined;
  }

  isCostly(): boolean {
    return this.#state.hello.keyShare?.group.startsWith('ffdhe') === true && !this.hasCertificates();
  }

  /** After a timeout `end` was not called, yet the bytes so far may show that this is not TLS. */
  result(): ProbeResult {
    const { draft } = this.#state;
    const known = { ...draft, progress: this.#progress() };
    const banner = draft.failure === undefined ? this.#records.banner : undefined;
    return banner === undefined ? known : { ...known, failure: notTls(banner) };
  }

  #advance(): void {
    const records = this.#records;
    while (this.#phase !== undefined) {
      const record = records.next();
      if (record === undefined) break;
      this.#phase = receiveRecord(this.#state, record, this.#phase);
    }
    if (this.#phase === undefined) {
      sendClosingAlerts(this.#state);
      this.#isOver = true;
    }
    const { banner } = records;
    if (banner?.isWhole) this.#fail(notTls(banner));
  }

  #fail(failure: ProbeFailure): void {
    this.#state.draft.failure = failure;
    this.#isOver = true;
  }

  /** The server closed the connection before the flight was read. */
  #failureAtEnd(): ProbeFailure {
    const { banner } = this.#records;
    if (banner !== undefined) return notTls(banner);
    const progress = this.#progress() ?? 'without answering the hello';
    return { kind: 'closed', message: `The peer closed the connection ${progress}.` };
  }

  /** How far the server got; undefined: nothing came. */
  #progress(): string | undefined {
    const { records, pendingBytes } = this.#records;
    if (records === 0 && pendingBytes === 0) return undefined;
    const awaited = this.#phase?.awaits ?? 'the end of the flight';
    const count = `${records} ${records === 1 ? 'record' : 'records'}`;
    const part = pendingBytes > 0 ? ` and ${pendingBytes} bytes of the next` : '';
    const { warningAlerts } = this.#state.draft;
    const warnings = warningAlerts.length > 0 ? `, after the warning ${warningAlerts.join(', ')}` : '';
    return `before ${awaited}, after ${count}${part}${warnings}`;
  }

  #step(): ProbeStep {
    const { outgoing } = this.#state;
    this.#state.outgoing = [];
    return { send: outgoing.length > 0 ? concatenate(outgoing) : undefined, done: this.#isOver };
  }
}
