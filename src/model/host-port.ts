/** A host as it stands before a port: an IPv6 address in brackets, everything else as it is. */
export function bracket(hostOrAddress: string): string {
  return hostOrAddress.includes(':') ? `[${hostOrAddress}]` : hostOrAddress;
}

/** `im.contoso.com:443`, `[2001:db8::1]:443`. */
export function hostPort(hostOrAddress: string, port: number): string {
  return `${bracket(hostOrAddress)}:${port}`;
}
