import type { Command } from '../command.ts';
import { type ActionEntry, dispatchAction } from '../dispatch-action.ts';
import { historyOption } from '../options/history-options.ts';
import { listFormat } from '../output/print-list.ts';

/** Options of single actions. */
const optional = ['all', 'keep', 'resend'];

const actions: Readonly<Record<string, ActionEntry>> = {
  runs: {
    load: async () => (await import('./history/show-runs.ts')).showRuns,
    words: [0, 0],
    of: 'no argument',
  },
  causes: {
    load: async () => (await import('./history/show-causes.ts')).showCauses,
    words: [0, 0],
    of: 'no argument',
    options: ['all'],
  },
  certificates: {
    load: async () => (await import('./history/show-certificates.ts')).showCertificates,
    words: [0, 0],
    of: 'no argument',
    options: ['all'],
  },
  endpoint: {
    load: async () => (await import('./history/show-endpoint.ts')).showEndpoint,
    words: [1, 1],
    of: 'a host, a server, an address or the id of an endpoint',
  },
  export: {
    load: async () => (await import('./history/export-run.ts')).exportRun,
    words: [2, 2],
    of: 'the number of a run, and a folder to write it to',
  },
  import: {
    load: async () => (await import('./history/import-runs.ts')).importRuns,
    words: [1, Number.POSITIVE_INFINITY],
    of: 'folders of saved observations, or reports in JSON or NDJSON, oldest first',
  },
  notifications: {
    load: async () => (await import('./history/show-notifications.ts')).showNotifications,
    words: [0, 0],
    of: 'no argument',
    options: ['all', 'resend'],
  },
  vacuum: {
    load: async () => (await import('./history/vacuum.ts')).vacuum,
    words: [0, 0],
    of: 'no argument',
    options: ['keep'],
  },
};

export const historyCommand: Command = {
  name: 'history',
  positionals: [
    {
      usage: '<action>',
      describe:
        'runs, causes, certificates, notifications, endpoint HOST, export RUN DIR, import FILE.., or vacuum; a HOST alone is endpoint HOST',
    },
    { usage: '[words..]', describe: 'arguments of the action' },
  ],
  describe: 'Shows what earlier runs saw: runs, causes, certificates, endpoints',
  options: {
    ...historyOption,
    series: { kind: 'text', describe: 'only runs of this series (all)' },
    all: {
      kind: 'flag',
      describe:
        'also list causes that are gone, certificates that are no longer served, and notifications that were delivered',
    },
    resend: {
      kind: 'text',
      describe: 'notifications: deliver the one with this number again, or `all` that were given up',
    },
    keep: {
      kind: 'text',
      describe: 'vacuum: forget what ended longer ago than this, for instance 400d or 2y (nothing)',
    },
    ...listFormat,
  },
  examples: [
    ['history runs --history audit.db', 'the runs, newest first'],
    ['history im.contoso.com --history audit.db', 'what was seen at a host'],
    ['history causes --history audit.db', 'what is wrong now, and since when'],
    ['history certificates --history audit.db', 'what expires next, and where it is served'],
    ['history vacuum --history audit.db --keep 400d', 'forgets what ended more than 400 days ago'],
  ],
  run: async (args, context) => {
    const [name = ''] = args.positionals;
    // A host has a dot or a colon, which no action has.
    const isHost = !Object.hasOwn(actions, name) && /[.:]/.test(name) && args.positionals.length === 1;
    const words = isHost ? { ...args, positionals: ['endpoint', name] } : args;
    return await dispatchAction({ name: 'history', actions, optional }, words, context);
  },
};
