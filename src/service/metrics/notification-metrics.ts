import type { HistoryDatabase } from '../../history/database.ts';
import { type ChannelRecord, listChannels } from '../../history/list-channels.ts';
import type { MetricFamily, Series } from '../../report/monitoring/metric-text.ts';

/** Whether the channels of notifications work, and what became of what they were to be told. Nothing without channels. */
export function notificationMetrics(database: HistoryDatabase): readonly MetricFamily[] {
  const channels = listChannels(database);
  const each = (value: (channel: ChannelRecord) => number | undefined): readonly Series[] =>
    channels.flatMap((channel) => {
      const known = value(channel);
      return known === undefined ? [] : [{ labels: { channel: channel.channel }, value: known }];
    });
  return [
    {
      name: 'certmuster_channel_up',
      help: '0 if the last attempt to use the channel failed; 1 otherwise, also if there was none.',
      series: each(({ failingSince }) => (failingSince === null ? 1 : 0)),
    },
    {
      name: 'certmuster_channel_failing_since_timestamp_seconds',
      help: 'First of the attempts that have failed without a success since, in Unix time; absent if the channel works.',
      series: each(({ failingSince }) => (failingSince === null ? undefined : Date.parse(failingSince) / 1_000)),
    },
    {
      name: 'certmuster_notifications_pending',
      help: 'Notifications that wait for their delivery.',
      series: each(({ pending }) => pending),
    },
    {
      name: 'certmuster_notifications_dead',
      help: 'Notifications that were given up and are still kept.',
      series: each(({ dead }) => dead),
    },
    {
      name: 'certmuster_notifications_delivered_total',
      type: 'counter',
      help: 'Notifications that were delivered since the channel is known, also before the last start of the service.',
      series: each(({ delivered }) => delivered),
    },
    {
      name: 'certmuster_notifications_failed_attempts_total',
      type: 'counter',
      help: 'Attempts to deliver a notification that failed since the channel is known.',
      series: each(({ failed }) => failed),
    },
  ];
}
