const ipv4 = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/**
 * Reads an IP literal into its canonical text: dotted IPv4 without leading zeros, RFC 5952 IPv6 without brackets or zone.
 * Undefined for anything else.
 */
export function parseIpAddress(text: string): string | undefined {
  if (ipv4.test(text)) return text;
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text)) return undefined;
  const url = `http://[${text}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}
