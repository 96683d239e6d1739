import { quote } from '../../model/problem.ts';
import type { ChannelConfig } from '../../model/service-notification-config.ts';
import type { Sender } from '../../service/notify/delivery.ts';
import { createAlertmanagerSender } from '../../service/notify/send/alertmanager.ts';
import type { HttpReceiver } from '../../service/notify/send/http-receiver.ts';
import { createSlackSender } from '../../service/notify/send/slack.ts';
import { createTeamsSender } from '../../service/notify/send/teams.ts';
import { createWebhookSender } from '../../service/notify/send/webhook.ts';
import { readInputFile } from '../input/input-file.ts';
import { planMail } from './plan-mail.ts';
import { type PlanningContext, readOptional, type ReportProblem } from './planning-context.ts';

type HttpChannel = Exclude<ChannelConfig, { readonly kind: 'smtp' }>;

/** Makes what sends to a channel. Undefined: something was reported. */
export async function planSender(
  channel: ChannelConfig,
  context: PlanningContext & { readonly link: string | null },
  at: ReportProblem,
): Promise<Sender | undefined> {
  const authorities = await readAuthorities(channel.authorities, at);
  if (!authorities.ok) return undefined;
  if (channel.kind === 'smtp') return await planMail(channel, authorities.value, context, at);
  const secret = channel.kind === 'webhook' ? await readOptional(channel.secret, 'secret', context, at) : undefined;
  const token = channel.kind === 'alertmanager' ? await readOptional(channel.token, 'token', context, at) : undefined;
  const receiver = await planReceiver(channel, { ...context, authorities: authorities.value }, at);
  if (receiver === undefined) return undefined;
  const secrets = [...receiver.secrets, secret ?? '', token ?? ''];
  switch (channel.kind) {
    case 'webhook':
      return createWebhookSender({ ...receiver, secrets }, secret);
    case 'alertmanager':
      return createAlertmanagerSender({ ...receiver, secrets }, { token, link: context.link });
    case 'slack':
      return createSlackSender(receiver);
    case 'teams':
      return createTeamsSender(receiver);
  }
}

const alertsPath = '/api/v2/alerts';

async function planReceiver(
  { kind, url: written }: HttpChannel,
  context: PlanningContext & { readonly authorities: string | undefined },
  at: ReportProblem,
): Promise<HttpReceiver | undefined> {
  const { now, authorities } = context;
  const text = typeof written === 'string' ? written : await readOptional(written, 'url', context, at);
  if (text === undefined) return undefined;
  // A secret is not quoted.
  const shown = typeof written === 'string' ? quote(text) : 'what it names';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    at(['url'], `${shown} is not a URL; use for instance https://hooks.contoso.com/certmuster`);
    return undefined;
  }
  if (url.username !== '' || url.password !== '') {
    at(['url'], `${shown} has a user or a password in it; leave them out, as they would be seen`);
    return undefined;
  }
  if (kind === 'alertmanager' && !url.pathname.endsWith(alertsPath))
    url.pathname = `${url.pathname.replace(/\/+$/, '')}${alertsPath}`;
  // Who knows the URL of a workflow or of an incoming webhook can post there; keys stand in queries.
  const isSecret = typeof written !== 'string' || kind === 'slack' || kind === 'teams';
  const secrets = isSecret && url.pathname !== '/' ? [url.pathname, url.search] : [url.search];
  return { url, authorities, secrets, now };
}

async function readAuthorities(
  path: string | undefined,
  at: ReportProblem,
): Promise<{ readonly ok: true; readonly value: string | undefined } | { readonly ok: false }> {
  if (path === undefined) return { ok: true, value: undefined };
  const file = await readInputFile(path);
  const pem = file.ok ? new TextDecoder().decode(file.value.bytes) : '';
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return { ok: true, value: pem };
  at(['authorities'], file.ok ? 'has no certificate in PEM; give a file with some' : file.error);
  return { ok: false };
}
