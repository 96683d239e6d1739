/** RC4, which OpenSSL 3 does not offer by default. Returns a function that encrypts (or decrypts) a stream piece by piece. */
export function createRc4(key: Uint8Array): (input: Uint8Array) => Uint8Array {
  const state = schedule(key);
  let i = 0;
  let j = 0;
  return (input) =>
    input.map((byte) => {
      i = (i + 1) & 0xff;
      j = (j + at(state, i)) & 0xff;
      swap(state, i, j);
      return byte ^ at(state, (at(state, i) + at(state, j)) & 0xff);
    });
}

function schedule(key: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 0x100 }, (_, index) => index);
  let j = 0;
  for (let i = 0; i < 0x100; i += 1) {
    j = (j + at(state, i) + at(key, i % key.length)) & 0xff;
    swap(state, i, j);
  }
  return state;
}

function swap(state: Uint8Array, i: number, j: number): void {
  const held = at(state, i);
  state[i] = at(state, j);
  state[j] = held;
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
