import { quote } from '../../model/problem.ts';
import type { ChannelConfig } from '../../model/service-notification-config.ts';
import type { Sender } from '../../service/notify/delivery.ts';
import { createSmtpSender, type MailReceiver } from '../../service/notify/send/smtp.ts';
import { type PlanningContext, readOptional, type ReportProblem } from './planning-context.ts';

type MailChannel = Extract<ChannelConfig, { readonly kind: 'smtp' }>;

/** RFC 8314 §7.3: submission with TLS from the first byte; RFC 5321 for relays. */
const ports: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 25 };

/** Reads a mail server and the addresses. Undefined: something was reported. */
export async function planMail(
  channel: MailChannel,
  authorities: string | undefined,
  context: PlanningContext,
  at: ReportProblem,
): Promise<Sender | undefined> {
  const { server, user, allowPlainText = false } = channel;
  const url = URL.canParse(server) ? new URL(server) : undefined;
  const standard = ports[url?.protocol ?? ''];
  if (
    url === undefined ||
    standard === undefined ||
    url.hostname === '' ||
    url.username !== '' ||
    url.password !== ''
  ) {
    at(['server'], `${quote(server)} is not a mail server; use smtps://HOST:PORT, or smtp://HOST:PORT for STARTTLS`);
    return undefined;
  }
  const password = await readOptional(channel.password, 'password', context, at);
  if ((user === undefined) !== (channel.password === undefined))
    at([user === undefined ? 'user' : 'password'], 'is missing; a login needs a user and a password');
  if (user !== undefined && allowPlainText && url.protocol === 'smtp:')
    at(['allowPlainText'], 'would send the password in plain text; leave it out, or leave out the login');
  const from = parseMailbox(channel.from);
  if (from === undefined)
    at(['from'], `${quote(channel.from)} is not a mail address; use for instance audit@contoso.com`);
  const to = channel.to.flatMap((text, index) => {
    const mailbox = parseMailbox(text);
    if (mailbox === undefined)
      at(['to', index], `${quote(text)} is not a mail address; use for instance pki@contoso.com`);
    return mailbox === undefined ? [] : [mailbox.address];
  });
  if (from === undefined || to.length === 0) return undefined;
  return createSmtpSender({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? standard : Number(url.port),
    isImplicitTls: url.protocol === 'smtps:',
    login: user === undefined || password === undefined ? undefined : { user, password },
    ...{ allowPlainText, from, to, authorities },
  });
}

/** `audit@contoso.com` or `certmuster <audit@contoso.com>`; undefined: neither. */
function parseMailbox(text: string): MailReceiver['from'] | undefined {
  const [, name = '', bracketed, bare] =
    /^(?:([^<>"\p{Cc}]*)<([^\s<>@,;\p{Cc}]+@[^\s<>@,;\p{Cc}]+)>|([^\s<>@,;\p{Cc}]+@[^\s<>@,;\p{Cc}]+))$/u.exec(
      text.trim(),
    ) ?? [];
  const address = bracketed ?? bare;
  return address === undefined ? undefined : { name: name.trim(), address };
}
