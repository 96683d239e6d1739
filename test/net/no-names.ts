import { startDnsServer } from './dns-server.ts';

/**
 * `ADDRESS:PORT` of a DNS server on loopback that knows no name at all, there for as long as the process of the test. Whoever
 * audits in a test asks it: the resolver of the system is not the tests' to ask, and its answers are not theirs to rely on.
 */
export const noNames = (await startDnsServer({})).address;

/** Commands that look names up. */
const resolving: readonly string[] = ['scan', 'verify', 'nagios', 'worker'];

/** Arguments of the command line with `--dns-server`, where they look names up and say nothing of who is asked. */
export function askingNobody(args: readonly string[]): readonly string[] {
  const [command = '', ...rest] = args;
  // `verify --targets` looks nothing up, and refuses the option.
  if (command === 'verify' && rest.includes('--targets')) return args;
  if (!resolving.includes(command) || rest.includes('--dns-server')) return args;
  return [command, '--dns-server', noNames, ...rest];
}
