import type { MetricFamily, Series } from '../../report/monitoring/metric-text.ts';
import type { SiteStatus } from './site-lookout.ts';

/** How the sites stand that schedules see endpoints from. Nothing without sites. */
export function siteMetrics(sites: readonly SiteStatus[]): readonly MetricFamily[] {
  const each = (value: (site: SiteStatus) => number | undefined): readonly Series[] =>
    sites.flatMap((site) => {
      const known = value(site);
      return known === undefined ? [] : [{ labels: { site: site.site, broker: site.broker }, value: known }];
    });
  return [
    {
      name: 'certmuster_site_broker_up',
      help: '1 if the broker of the site answered when it was looked at last, 0 if it was out of reach.',
      series: each(({ lookedAt, trouble }) => (lookedAt === undefined ? undefined : trouble === undefined ? 1 : 0)),
    },
    {
      name: 'certmuster_site_workers',
      help: 'Workers of the site that are connected to its broker; absent if that is out of reach.',
      series: each(({ workers }) => workers),
    },
    {
      name: 'certmuster_site_batches_waiting',
      help: 'Batches that no worker of the site has taken; absent if its broker is out of reach.',
      series: each(({ waiting }) => waiting),
    },
    {
      name: 'certmuster_site_last_sign_of_life_timestamp_seconds',
      help: 'When a worker of the site was seen to be connected last, in Unix time; absent if none was since the service started.',
      series: each(({ lastSign }) => lastSign && lastSign.getTime() / 1_000),
    },
  ];
}
