const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already; stop it, or choose another port',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'the system does not allow it; ports below 1024 need CAP_NET_BIND_SERVICE',
};

/** Why an address cannot be listened on, a clause. */
export function describeListenError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = '' } = error as NodeJS.ErrnoException;
  return reasons[code] ?? error.message;
}
