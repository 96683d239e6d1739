import { brokerOptions } from './broker-options.ts';
import { clientOptions } from './client-options.ts';
import { compareOptions } from './compare-option.ts';
import { dialOptions } from './dial-options.ts';
import { limitOptions } from './limit-options.ts';
import { outputOptions } from './output-options.ts';
import { overrideOptions } from './override-options.ts';
import { pluginTargetOptions } from './plugin-target.ts';
import { proxyOptions } from './proxy-options.ts';
import { saveOptions } from './save-options.ts';
import { selectOptions } from './select-options.ts';
import { targetOptions } from './target-options.ts';

/** In the order of the help. What belongs to none stands last, with `--help`. */
const titles = ['Targets:', 'Connecting:', 'Limits:', 'Judging:', 'Output:'] as const;

/** The first that has an option counts, so that what is exact stands before what is wide. */
const groups: readonly { readonly title: (typeof titles)[number]; readonly names: readonly string[] }[] = [
  { title: 'Limits:', names: [...Object.keys(limitOptions), 'timeout', 'jitter'] },
  {
    title: 'Judging:',
    names: [
      ...['role', 'policy', 'trust', 'trust-data', 'fetch', 'fetch-allow', 'at', 'waivers', 'verify-key'],
      ...[...Object.keys(overrideOptions), ...Object.keys(compareOptions), 'fail-on'],
      ...['warning', 'critical', 'unreachable'],
    ],
  },
  {
    title: 'Output:',
    names: [
      ...Object.keys(outputOptions),
      'quiet',
      'resume',
      'history',
      'series',
      ...Object.keys(saveOptions),
      'anonymous',
      'template',
    ],
  },
  {
    title: 'Connecting:',
    names: [
      ...['connect', 'address', 'server-name', 'sni-probe', 'sni-probe-name', 'starttls', 'xmpp-to', 'site'],
      ...[...Object.keys(dialOptions), ...Object.keys(proxyOptions), ...Object.keys(clientOptions)],
      ...['site', 'allow', 'allow-file', ...Object.keys(brokerOptions)],
    ],
  },
  {
    title: 'Targets:',
    names: [
      ...[...Object.keys(pluginTargetOptions), 'targets', 'endpoint', 'certificate', 'host'],
      ...[...Object.keys(selectOptions), ...Object.keys(targetOptions)],
    ],
  },
];

/** Fewer options are one list. */
const fewestGrouped = 4;

/** The options of a command in the groups of its help. */
export function groupOptions(names: readonly string[]): readonly (readonly [title: string, names: string[]])[] {
  if (names.length < fewestGrouped) return [];
  const titleOf = (name: string): string | undefined => groups.find((group) => group.names.includes(name))?.title;
  const grouped = titles.map((title) => [title, names.filter((name) => titleOf(name) === title)] as const);
  return grouped.filter(([, members]) => members.length > 0);
}
