import { alertLevel } from './alerts.ts';
import { awaitServerHello } from './await-server-hello.ts';
import { writeClientHello } from './client-hello.ts';
import { concatenate } from './byte-writer.ts';
import { type Conversation, emptyDraft, type Phase } from './conversation.ts';
import { politeFarewell, sendAlerts } from './farewell.ts';
import { notTls } from './greeting.ts';
import { MessageAssembler } from './handshake-message.ts';
import { defaultLimits } from './limits.ts';
import { highestVersion } from './offered-suites.ts';
import type { Probe, ProbeFailure, ProbeOptions, ProbeResult, ProbeStep } from './probe.ts';
import { versionCodes } from './protocol-versions.ts';
import { contentType, RecordReader, writeRecords } from './record.ts';
import { createRecordReceiver } from './receive-record.ts';
import { Refusal } from './refusal.ts';
import { Transcript } from './transcript.ts';

/** Starts one conversation: one hello of one rung, for one connection. Nothing is sent before `start`. */
export function createProbe(options: ProbeOptions): Probe {
  const conversation = createConversation(options);
  const records = new RecordReader(conversation.limits);
  const receiveRecord = createRecordReceiver(conversation);
  let phase: Phase | undefined = awaitServerHello(conversation, undefined);
  let isOver = false;

  const step = (): ProbeStep => {
    const send = conversation.outgoing.length > 0 ? concatenate(conversation.outgoing.splice(0)) : undefined;
    return { send, done: isOver };
  };

  const fail = (failure: ProbeFailure): void => {
    conversation.draft.failure = failure;
    isOver = true;
  };

  const advance = (): void => {
    while (!isOver) {
      const record = records.next();
      if (record === undefined || phase === undefined) break;
      phase = receiveRecord(record, phase);
      if (phase === undefined) {
        politeFarewell(conversation);
        isOver = true;
      }
    }
    records.settle();
    if (records.isGreetingWhole && records.greeting) fail(notTls(records.greeting));
  };

  return {
    start: () => {
      conversation.transcript.add(conversation.hello.message);
      return writeRecords(contentType.handshake, conversation.recordVersion, conversation.hello.message);
    },
    receive: (bytes) => {
      if (isOver) return step();
      try {
        // One copy for everything that is kept of them: the caller may use its buffer again, and views cost next to nothing.
        records.push(new Uint8Array(bytes));
        advance();
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        fail(thrown.failure);
        if (thrown.farewell !== undefined) sendAlerts(conversation, [[alertLevel.fatal, thrown.farewell]]);
      }
      return step();
    },
    end: () => {
      if (!isOver) fail(endOfStream(records, conversation, phase));
      return step();
    },
    result: () => finalResult(conversation, records),
  };
}

function createConversation(options: ProbeOptions): Conversation {
  const limits = { ...defaultLimits, ...options.limits };
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
    opener: undefined,
    sealer: undefined,
    compatibilitySent: false,
  };
}

/** FIN before the flight was read. */
function endOfStream(records: RecordReader, { draft }: Conversation, phase: Phase | undefined): ProbeFailure {
  if (records.greeting !== undefined) return notTls(records.greeting);
  const warnings = draft.warningAlerts.length > 0 ? `, after the warning ${draft.warningAlerts.join(', ')}` : '';
  const awaited = phase?.awaits ?? 'the end of the flight';
  if (records.records === 0) {
    return { kind: 'closed', message: `The peer closed the connection without answering the hello${warnings}.` };
  }
  const count = `${records.records} ${records.records === 1 ? 'record' : 'records'}`;
  return { kind: 'closed', message: `The peer closed the connection before ${awaited}, after ${count}${warnings}.` };
}

/** After a timeout nobody said `end`, yet what arrived may already say that this is not TLS. */
function finalResult({ draft }: Conversation, records: RecordReader): ProbeResult {
  if (draft.failure !== undefined || records.greeting === undefined) return { ...draft };
  return { ...draft, failure: notTls(records.greeting) };
}
