/** Makes what says whether one of `secrets` is in a stream, however its bytes are cut. It is called with each piece, in order. */
export function createSecretFinder(secrets: readonly Uint8Array[]): (piece: Uint8Array) => boolean {
  const keptBytes = Math.max(0, ...secrets.map(({ length }) => length - 1));
  let before: Uint8Array = new Uint8Array();
  return (piece) => {
    const seen = Buffer.concat([before, piece]);
    before = Uint8Array.from(seen.subarray(Math.max(0, seen.length - keptBytes)));
    return secrets.some((secret) => seen.includes(Buffer.from(secret)));
  };
}
