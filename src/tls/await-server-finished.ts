import { abort } from './handshake-error.ts';
import type { HandshakeState, Phase } from './handshake-state.ts';
import { handshakeType, rejectUnexpectedMessage } from './messages/handshake-message.ts';
import type { PayloadOpener } from './records/record.ts';

interface ServerFinished {
  /** Opens the server's records after its ChangeCipherSpec. */
  readonly open: PayloadOpener;
  /** The body of the right Finished. */
  readonly expected: Uint8Array;
}

/**
 * The last phases of an RSA key exchange (RFC 5246 §7.3): ChangeCipherSpec, then Finished. If the record does not decrypt,
 * the server encrypted with other keys, because it does not hold the leaf's key.
 */
export function awaitServerFinished(state: HandshakeState, { open, expected }: ServerFinished): Phase {
  const { draft } = state;
  const awaits = draft.clientCertificateSent
    ? "the server's Finished, in answer to our certificate"
    : "the server's Finished";
  return {
    awaits,
    isTls13: false,
    receive: (message) => rejectUnexpectedMessage(message, 'ChangeCipherSpec'),
    changeCipherSpec: () => {
      state.opener = (record) => {
        const payload = open(record);
        if (payload !== undefined) return { type: record.type, payload };
        draft.keyProof = { kind: 'finished', correct: false };
        return abort(
          "The server's encrypted Finished does not decrypt with the keys of this exchange.",
          'bad_record_mac',
        );
      };
      return awaitFinishedMessage(state, awaits, expected);
    },
  };
}

function awaitFinishedMessage({ draft }: HandshakeState, awaits: string, expected: Uint8Array): Phase {
  return {
    awaits,
    isTls13: false,
    receive: (message) => {
      if (message.type !== handshakeType.finished) rejectUnexpectedMessage(message, awaits);
      draft.keyProof = { kind: 'finished', correct: Buffer.compare(message.body, expected) === 0 };
      return undefined;
    },
    changeCipherSpec: () => abort(`A second ChangeCipherSpec came before ${awaits}.`, 'unexpected_message'),
  };
}
