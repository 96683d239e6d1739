/** What a server means by an alert that it sends instead of its certificate, as a clause; undefined if the name says it all. */
export function alertReason(name: string): string | undefined {
  return reasons.get(name);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['handshake_failure', 'it found no acceptable set of parameters in the hello'],
  ['protocol_version', 'it speaks none of the versions offered'],
  ['insufficient_security', 'it requires stronger parameters than those offered'],
  ['inappropriate_fallback', 'it speaks a newer version than the one offered'],
  ['missing_extension', 'the hello lacks an extension that it requires'],
  ['unrecognized_name', 'it does not know the server name (SNI) that was sent'],
  ['no_application_protocol', 'it speaks none of the application protocols offered (ALPN)'],
]);
