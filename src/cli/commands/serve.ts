import type { Command, Option } from '../command.ts';
import { siteOptions } from '../options/broker-options.ts';
import { clientOptions } from '../options/client-options.ts';
import { compareOptions } from '../options/compare-option.ts';
import { dialOptions } from '../options/dial-options.ts';
import { overrideOptions } from '../options/override-options.ts';
import { proxyOptions } from '../options/proxy-options.ts';
import { selectOptions } from '../options/select-options.ts';
import { targetOptions } from '../options/target-options.ts';
import { trustDataOption } from '../options/trust-data-option.ts';

export const serveCommand: Command = {
  name: 'serve',
  positionals: [{ usage: '[channels..]', describe: 'with --test-notification: the channels to test (all)' }],
  describe: 'Audits on schedules and keeps a history, with a page, metrics and notifications',
  hasOwnConfig: true,
  options: {
    config: { kind: 'text', describe: 'FILE in YAML or JSON: what to audit and when (`certmuster schema service`)' },
    check: { kind: 'flag', describe: 'check the configuration and everything that it names, and end' },
    'test-notification': { kind: 'flag', describe: 'send a test through each channel, report the results, and end' },
  },
  examples: [
    ['serve --config service.yaml', 'audits when it is due, until it is stopped; SIGHUP reads the file again'],
    ['serve --config service.yaml --check', 'says what is wrong with the configuration'],
    ['serve --config service.yaml --test-notification ops', 'sends a test through the channel ops'],
  ],
  run: async (args, context) => {
    const { serve } = await import('../service/serve.ts');
    return await serve(args, context, scheduleOptions);
  },
};

/** The options of `scan` that a schedule may have: where reports go and how a run ends are the service's own. */
export const scheduleOptions: Readonly<Record<string, Option>> = {
  ...targetOptions,
  ...selectOptions,
  ...dialOptions,
  ...proxyOptions,
  ...clientOptions,
  ...siteOptions,
  ...overrideOptions,
  ...compareOptions,
  'trust-data': trustDataOption,
};
