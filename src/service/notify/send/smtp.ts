import { createHash } from 'node:crypto';

import type { SendMailOptions } from 'nodemailer';

import type { Notification } from '../../../model/notification.ts';
import { openSocket } from '../../../net/open-socket.ts';
import type { Delivery, Sender } from '../delivery.ts';
import { describeNotification } from '../words/message-content.ts';
import { writeHtmlMail } from '../words/mail-html.ts';
import { writeTextMail } from '../words/mail-text.ts';
import { conceal } from './conceal.ts';

/** A mail server and who writes to whom. */
export interface MailReceiver {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS. */
  readonly isImplicitTls: boolean;
  /** Send although the server offers no STARTTLS. */
  readonly allowPlainText: boolean;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  /** Undefined: no login. */
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** PEM; undefined: the bundled ones. */
  readonly authorities: string | undefined;
}

/** RFC 5321 §4.5.3.2 allows minutes for each step; no mail server near by takes so long for a few kilobytes. */
const timeoutMs = 60_000;

/** More than a mail shows on one page. */
const mostEntries = 100;

/** Sends a mail with a text and an HTML part. */
export function createSmtpSender(receiver: MailReceiver): Sender {
  return { send: (notification, signal) => sendMail(receiver, notification, signal) };
}

async function sendMail(receiver: MailReceiver, notification: Notification, stop: AbortSignal): Promise<Delivery> {
  const { host, port, isImplicitTls, allowPlainText, login, authorities } = receiver;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stop, deadline]);
  const opened = await openSocket({ host, port }, signal);
  const secrets = secretsOf(receiver);
  const failed = (error: string): Delivery => ({
    kind: 'failed',
    error: deadline.aborted
      ? `${host}: no answer within ${timeoutMs / 1_000} seconds`
      : conceal(`${host}: ${error}`, secrets),
  });
  if (!opened.ok) return failed(opened.error);
  const socket = opened.value;
  try {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      ...{ host, port, secure: isImplicitTls, requireTLS: !allowPlainText },
      getSocket: (_options, callback) => callback(null, { connection: socket }),
      tls: { minVersion: 'TLSv1.2', ...(authorities !== undefined && { ca: authorities }) },
      ...(login !== undefined && { auth: { user: login.user, pass: login.password } }),
      ...{ greetingTimeout: timeoutMs, socketTimeout: timeoutMs, disableFileAccess: true, disableUrlAccess: true },
    });
    const sent = await Promise.race([transport.sendMail(writeMail(receiver, notification)), untilClosed(socket)]);
    if (sent === undefined) return failed('the connection was closed before the mail was accepted');
    const [rejected] = sent.rejected.map(String);
    return rejected === undefined
      ? { kind: 'delivered' }
      : {
          kind: 'delivered',
          note: conceal(`not to ${sent.rejected.map(String).join(', ')}, which ${host} refuses`, secrets),
        };
  } catch (thrown) {
    const { responseCode, message } = thrown as Error & { readonly responseCode?: number };
    // RFC 5321 §4.2.1: 5yz must not be repeated as it is.
    if (responseCode !== undefined && responseCode >= 500)
      return { kind: 'refused', error: conceal(`${host}: ${message}`, secrets) };
    return failed(message);
  } finally {
    socket.destroy();
  }
}

/** The library waits for its own time limits if a socket is destroyed. */
function untilClosed(socket: { readonly once: (event: 'close', listener: () => void) => unknown }): Promise<undefined> {
  return new Promise((resolve) => void socket.once('close', () => resolve(undefined)));
}

function secretsOf({ login }: MailReceiver): readonly string[] {
  return login === undefined ? [] : [login.password, `\0${login.user}\0${login.password}`];
}

/** The same mail, but for its date, in every attempt: mail servers and readers drop a second one by its Message-ID. */
function writeMail({ from, to }: MailReceiver, notification: Notification): SendMailOptions {
  const { id, at, summary, kind } = notification;
  const domain = from.address.split('@').at(-1) ?? 'localhost';
  const content = describeNotification(notification, { entries: mostEntries });
  const changes = notification.groups.flatMap((group) => group.changes);
  // What a mail says of a cause follows the mail that reported it first (RFC 5322 §3.6.4).
  const earlier = [...new Set(changes.map(({ firstReportedIn }) => firstReportedIn))].filter((each) => each !== id);
  const references = earlier.slice(0, mostReferences).map((each) => messageId(each, domain));
  return {
    from,
    to: [...to],
    subject: `[certmuster] ${content.title}`,
    messageId: messageId(id, domain),
    date: new Date(at),
    ...(references.length > 0 && { references, inReplyTo: references[0] }),
    // RFC 3834 §5: no vacation notice answers it.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Certmuster-Id': id, 'X-Certmuster-Kind': kind },
    text: writeTextMail(content),
    html: writeHtmlMail(content, summary),
  };
}

/** Lines of headers have an end (RFC 5322 §2.1.1). */
const mostReferences = 10;

function messageId(id: string, domain: string): string {
  // An id of a database that somebody changed must not end the header.
  const word = /^[0-9a-f]{1,64}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
  return `<${word}@${domain}>`;
}
