import { createHash, type Hash } from 'node:crypto';

import { concatenate } from '../bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../messages/handshake-message.ts';

/**
 * The handshake messages of both sides in order, to be hashed (RFC 8446 §4.4.1). The hash is known only after ServerHello,
 * so messages are kept, and a hash starts with its first use; from then on it takes in each message once.
 */
export class Transcript {
  #messages: Uint8Array[] = [];
  /** One hash, or SHA-1 and MD5. */
  #running: RunningHash[] = [];

  add(message: Uint8Array): void {
    this.#messages.push(message);
  }

  /** All messages so far, for signature functions that hash their input. */
  whole(): Uint8Array {
    return concatenate(this.#messages);
  }

  /** Hash of all messages so far. `algorithm` as `node:crypto` names it. */
  digest(algorithm: string): Uint8Array {
    return this.#hash(algorithm).digest();
  }

  /** Hash of all messages so far and `suffix` (RFC 6101 §5.6.8, §5.6.9). */
  digestWith(algorithm: string, suffix: Uint8Array): Uint8Array {
    return this.#hash(algorithm).update(suffix).digest();
  }

  /** RFC 8446 §4.4.1: after a HelloRetryRequest the first hello is represented by its hash. */
  restart(algorithm: string): void {
    const digest = this.digest(algorithm);
    this.#running = [];
    this.#messages = [writeHandshakeMessage(handshakeType.messageHash, digest)];
  }

  #hash(algorithm: string): Hash {
    const running = this.#running.find((each) => each.algorithm === algorithm) ?? this.#begin(algorithm);
    for (; running.hashed < this.#messages.length; running.hashed += 1) {
      running.hash.update(this.#messages[running.hashed] as Uint8Array);
    }
    return running.hash.copy();
  }

  #begin(algorithm: string): RunningHash {
    const running = { algorithm, hash: createHash(algorithm), hashed: 0 };
    this.#running.push(running);
    return running;
  }
}

interface RunningHash {
  readonly algorithm: string;
  readonly hash: Hash;
  /** How many messages it has taken in. */
  hashed: number;
}
