import { alertLevel } from './tables/alerts.ts';
import { awaitServerHello } from './await-server-hello.ts';
import { writeClientHello } from './messages/client-hello.ts';
import { concatenate } from './records/byte-writer.ts';
import { type HandshakeState, emptyDraft, type Phase } from './handshake-state.ts';
import { sendClosingAlerts, sendAlert } from './closing-alert.ts';
import { notTls } from './banner.ts';
import { MessageAssembler } from './messages/handshake-message.ts';
import { defaultLimits } from './limits.ts';
import { highestVersion } from './tables/offered-suites.ts';
import type { Probe, ProbeFailure, ProbeOptions, ProbeResult, ProbeStep } from './probe.ts';
import { versionCodes } from './tables/protocol-versions.ts';
import { contentType, RecordReader, writeRecords } from './records/record.ts';
import { receiveRecord } from './receive-record.ts';
import { HandshakeError } from './handshake-error.ts';
import { Transcript } from './keys/transcript.ts';

/** Starts one conversation: one hello of one rung, for one connection. Nothing is sent before `start`. */
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
      // One copy for everything that is kept of them: the caller may use its buffer again, and views cost next to nothing.
      this.#records.push(new Uint8Array(bytes));
      this.#advance();
    } catch (thrown) {
      if (!(thrown instanceof HandshakeError)) throw thrown;
      this.#fail(thrown.failure);
      if (thrown.farewell !== undefined) sendAlert(this.#state, Uint8Array.of(alertLevel.fatal, thrown.farewell));
    }
    return this.#step();
  }

  end(): ProbeStep {
    if (!this.#isOver) this.#fail(endOfStream(this.#records, this.#state, this.#phase));
    return this.#step();
  }

  result(): ProbeResult {
    return finalResult(this.#state, this.#records);
  }

  #advance(): void {
    const records = this.#records;
    while (!this.#isOver) {
      const record = records.next();
      if (record === undefined || this.#phase === undefined) break;
      this.#phase = receiveRecord(this.#state, record, this.#phase);
      if (this.#phase === undefined) {
        sendClosingAlerts(this.#state);
        this.#isOver = true;
      }
    }
    records.settle();
    if (records.records === 0 && records.isBannerWhole && records.banner) this.#fail(notTls(records.banner));
  }

  #fail(failure: ProbeFailure): void {
    this.#state.draft.failure = failure;
    this.#isOver = true;
  }

  #step(): ProbeStep {
    const { outgoing } = this.#state;
    const send = outgoing.length > 0 ? concatenate(outgoing) : undefined;
    if (send !== undefined) this.#state.outgoing = [];
    return { send, done: this.#isOver };
  }
}

function createHandshakeState(options: ProbeOptions): HandshakeState {
  const limits = options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
  const isModern = options.profile === 'modern';
  const hello = writeClientHello({
    profile: options.profile,
    serverName: options.serverName,
    keyType: options.keyType,
    random: options.random(32),
    sessionId: isModern ? options.random(32) : new Uint8Array(0),
    keyShare: isModern ? options.keyShare('x25519') : undefined,
    cookie: undefined,
  });
  return {
    options,
    limits,
    hello,
    // RFC 8446 §5.1 and RFC 5246 appendix E.1: old servers read the version of the first record, so it stays low.
    recordVersion: Math.min(highestVersion[options.profile], versionCodes['TLSv1.0']),
    transcript: new Transcript(),
    assembler: new MessageAssembler(limits),
    draft: emptyDraft(),
    outgoing: [],
    alertBytes: undefined,
    useless: 0,
    opener: undefined,
    sealer: undefined,
    compatibilitySent: false,
  };
}

/** FIN before the flight was read. */
function endOfStream(records: RecordReader, { draft }: HandshakeState, phase: Phase | undefined): ProbeFailure {
  if (records.banner !== undefined) return notTls(records.banner);
  const warnings = draft.warningAlerts.length > 0 ? `, after the warning ${draft.warningAlerts.join(', ')}` : '';
  const awaited = phase?.awaits ?? 'the end of the flight';
  if (records.records === 0) {
    return { kind: 'closed', message: `The peer closed the connection without answering the hello${warnings}.` };
  }
  const count = `${records.records} ${records.records === 1 ? 'record' : 'records'}`;
  return { kind: 'closed', message: `The peer closed the connection before ${awaited}, after ${count}${warnings}.` };
}

/** After a timeout nobody said `end`, yet what arrived may already say that this is not TLS. */
function finalResult({ draft }: HandshakeState, records: RecordReader): ProbeResult {
  if (draft.failure !== undefined || records.banner === undefined) return { ...draft };
  return { ...draft, failure: notTls(records.banner) };
}
