import { createHmac } from 'node:crypto';

import type { Sender } from '../delivery.ts';
import { type HttpReceiver, postJson } from './http-receiver.ts';

/** Posts a notification as it is. `secret` undefined: unsigned. */
export function createWebhookSender(receiver: HttpReceiver, secret: string | undefined): Sender {
  return {
    send: (notification, signal) => {
      const body = JSON.stringify(notification);
      const headers = {
        'idempotency-key': notification.id,
        'x-certmuster-id': notification.id,
        ...(secret !== undefined && { 'x-certmuster-signature': signBody(body, secret, receiver.now()) }),
      };
      return postJson(receiver, { body, headers }, signal);
    },
  };
}

/** `t=SECONDS,v1=HEX`: HMAC-SHA256 (RFC 2104) of `SECONDS.BODY`. The time keeps a request from being sent again later by somebody else. */
export function signBody(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
