/** Makes something when it is first asked for: tables take a millisecond, and many a scan meets no RSA key. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
