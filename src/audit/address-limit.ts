/**
 * Endpoints under way at once at one address. They keep a load balancer with thousands of names busy, since a handshake takes tens of
 * milliseconds, and are a small part of what the weakest load balancers accept at once.
 */
const defaultPerAddress = 32;

/** How many endpoints may be under way at once at an address. By default loopback addresses have no limit. */
export function limitPerAddress(wished: number | undefined): (address: string) => number {
  if (wished !== undefined) return () => wished;
  return (address) => (isLoopback(address) ? Number.POSITIVE_INFINITY : defaultPerAddress);
}

/** RFC 1122 §3.2.1.3 and RFC 4291 §2.5.3. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
