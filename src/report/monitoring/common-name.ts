/** The first CN of an RFC 4514 name, as written there, with its escapes. */
export function commonName(name: string): string | undefined {
  return /(?:^|[,+])CN=((?:\\.|[^,+\\])*)/.exec(name)?.[1];
}
