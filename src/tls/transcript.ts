import { createHash, type Hash } from 'node:crypto';

import { concatenate } from './byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from './handshake-message.ts';

/**
 * The handshake messages of both sides in order, hashed. Which hash is known only after ServerHello, so messages are
 * kept and a hash is started on its first use; from then on each message is hashed once.
 */
export class Transcript {
  #messages: Uint8Array[] = [];
  readonly #running = new Map<string, { readonly hash: Hash; hashed: number }>();

  add(message: Uint8Array): void {
    this.#messages.push(message);
  }

  /** Everything so far, for signatures that hash for themselves. */
  whole(): Uint8Array {
    return concatenate(this.#messages);
  }

  /** Hash of everything so far. `algorithm` as `node:crypto` names it. */
  digest(algorithm: string): Uint8Array {
    return this.#hash(algorithm).digest();
  }

  /** Hash of everything so far with `suffix` behind it, as SSL 3.0 needs. */
  digestWith(algorithm: string, suffix: Uint8Array): Uint8Array {
    return this.#hash(algorithm).update(suffix).digest();
  }

  /** RFC 8446 §4.4.1: after a HelloRetryRequest the first hello is represented by its hash. */
  restart(algorithm: string): void {
    const digest = this.digest(algorithm);
    this.#running.clear();
    this.#messages = [writeHandshakeMessage(handshakeType.messageHash, digest)];
  }

  #hash(algorithm: string): Hash {
    const running = this.#running.get(algorithm) ?? { hash: createHash(algorithm), hashed: 0 };
    this.#running.set(algorithm, running);
    for (const message of this.#messages.slice(running.hashed)) running.hash.update(message);
    running.hashed = this.#messages.length;
    return running.hash.copy();
  }
}
