import assert from 'node:assert/strict';

import type { ChannelModel, ConfirmChannel } from 'amqplib';

/** AMQP 0-9-1, ACCESS_REFUSED. */
const refused = 403;

/** Tries with the connection of a site's user what it must not do, and what it has to. Queues of both sites and of the run are there. */
export async function checkPermissions(
  model: ChannelModel,
  { own, other, run }: { readonly own: string; readonly other: string; readonly run: string },
): Promise<void> {
  const publish =
    (key: string, exchange = 'certmuster') =>
    async (channel: ConfirmChannel) => {
      channel.publish(exchange, key, Buffer.from('x'));
      await channel.waitForConfirms();
    };
  const forbidden: readonly ((channel: ConfirmChannel) => Promise<unknown>)[] = [
    (channel) => channel.consume(`certmuster.work.${other}`, () => undefined),
    (channel) => channel.get(`certmuster.work.${other}`),
    (channel) => channel.purgeQueue(`certmuster.work.${other}`),
    (channel) => channel.deleteQueue(`certmuster.work.${other}`),
    (channel) => channel.get(`certmuster.results.${run}`),
    (channel) => channel.consume(`certmuster.results.${run}`, () => undefined),
    (channel) => channel.deleteQueue(`certmuster.results.${run}`),
    (channel) => channel.assertQueue('another'),
    (channel) => channel.assertExchange('another', 'topic'),
    (channel) => channel.deleteExchange('certmuster'),
    (channel) => channel.bindQueue(`certmuster.work.${own}`, 'certmuster', `work.${other}`),
    (channel) => channel.bindQueue(`certmuster.work.${own}`, 'certmuster', '#'),
    (channel) => channel.bindQueue(`certmuster.work.${own}`, 'certmuster', `results.${run}.${other}`),
    publish(`work.${other}`),
    publish(`results.${run}.${other}`),
    publish(`results.${run}.${own}.${other}`),
    publish(`results.${run}.${other}.${own}`),
    publish(`certmuster.work.${other}`, ''),
  ];
  for (const [index, act] of forbidden.entries()) assert.equal(await attempt(model, act), refused, `attempt ${index}`);
  assert.equal(await attempt(model, publish(`results.${run}.${own}`)), undefined);
  assert.equal(await attempt(model, (channel) => channel.get(`certmuster.work.${own}`, { noAck: true })), undefined);
}

/** The code with which the broker closes the channel; undefined: it does not. */
async function attempt(
  model: ChannelModel,
  act: (channel: ConfirmChannel) => Promise<unknown>,
): Promise<number | undefined> {
  const channel = await model.createConfirmChannel();
  let code: number | undefined;
  channel.on('error', (error: { code?: number }) => {
    code = error.code;
  });
  await act(channel).catch((error: { code?: number }) => {
    code ??= error.code;
  });
  await channel.close().catch(() => undefined);
  return code;
}
