/** Commands for what cannot be seen over TLS, by check, and where to run them. The findings explain their output. */
export const serverCommands: Readonly<
  Record<string, { readonly on: string; readonly commands: readonly string[] } | undefined>
> = {
  'exportable-key': { on: 'each server', commands: ['certutil -store -v My'] },
  'web-server-template': { on: 'each server', commands: ['certutil -store -v My', 'certutil -dstemplate'] },
  'chain-download': { on: 'the clients', commands: ['certutil -store root'] },
  'clock-skew': { on: 'each server', commands: ['w32tm /query /status'] },
};
