import { suggestWord } from '../../model/nearest-words.ts';
import { testNotification } from '../../service/notify/test-notification.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { ProcessContext } from '../process-context.ts';
import type { NotificationPlan } from './plan-notifications.ts';

/** `serve --test-notification`: sends a test through the channels named, or all, and says of each what became of it. */
export async function testChannels(
  { channels, link }: NotificationPlan,
  names: readonly string[],
  context: ProcessContext,
): Promise<ExitCode> {
  const known = channels.map(({ rules }) => rules.name);
  const unknown = names.find((name) => !known.includes(name));
  if (known.length === 0 || unknown !== undefined) {
    const what =
      unknown === undefined || known.length === 0
        ? 'the configuration has no notifications; add channels to it'
        : `the configuration has no channel ${unknown}; ${suggestWord(unknown, known)}`;
    context.say(`certmuster: ${what}.\nNothing was sent.`);
    return exitCodes.wrongUsage;
  }
  const chosen = channels.filter(({ rules }) => names.length === 0 || names.includes(rules.name));
  const sent = await Promise.all(
    chosen.map(async ({ rules: { name }, sender }) => ({
      name,
      delivery: await sender.send(testNotification(name, context.now(), link), context.signal),
    })),
  );
  for (const { name, delivery } of sent) {
    if (delivery.kind !== 'delivered') context.say(`${name}: failed: ${delivery.error}`);
    else context.say(`${name}: delivered${delivery.note === undefined ? '' : ` (${delivery.note})`}`);
  }
  return sent.every(({ delivery }) => delivery.kind === 'delivered') ? exitCodes.clean : exitCodes.findings;
}
