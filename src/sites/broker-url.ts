import { err, ok, type Result } from '../model/result.ts';

/** Where a broker is, and as whom it is used. Passwords are handed in apart. */
export interface BrokerUrl {
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
  readonly virtualHost: string;
  /** Undefined: by client certificate (SASL EXTERNAL). */
  readonly user: string | undefined;
  /** In its one spelling. */
  readonly text: string;
}

const form = 'use amqps://[USER@]HOST[:PORT][/VHOST]';

/**
 * Reads `amqps://[USER@]HOST[:PORT][/VHOST]`, or `amqp://` for a broker on this machine or behind a tunnel. A password is refused, because
 * others would see it in the list of processes. The error is a clause that quotes nothing that may be a secret.
 */
export function parseBrokerUrl(text: string): Result<BrokerUrl, string> {
  const shown = JSON.stringify(text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@').slice(0, 80));
  const parts = /^(amqps?):\/\/(?:([^@/]*)@)?([^@/?#]*)(?:\/([^/?#]*))?$/i.exec(text);
  if (parts === null) return err(`${shown} is not the URL of a broker; ${form}`);
  const [, scheme = '', login, place = '', path] = parts;
  const isTls = scheme.toLowerCase() === 'amqps';
  if (login?.includes(':'))
    return err(
      'contains a password, which others could read; leave it out, and give it with --broker-password-file FILE or CERTMUSTER_BROKER_PASSWORD',
    );
  const user = login === undefined ? undefined : decode(login);
  const virtualHost = path === undefined || path === '' ? '/' : decode(path);
  if (virtualHost === undefined || (login !== undefined && !user)) return err(`${shown} is not written well; ${form}`);
  if (!URL.canParse(`http://${place}/`) || place === '') return err(`${shown} has no valid host; ${form}`);
  const { hostname, port } = new URL(`http://${place}/`);
  const host = hostname.replace(/^\[|\]$/g, '');
  // 80 is what the URL standard leaves out of an http URL.
  const number = /:80$/.test(place) ? 80 : port === '' ? (isTls ? 5_671 : 5_672) : Number(port);
  const at = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  const behind = virtualHost === '/' ? '' : `/${encodeURIComponent(virtualHost)}`;
  return ok({
    ...{ isTls, host, port: number, virtualHost, user },
    text: `${isTls ? 'amqps' : 'amqp'}://${at}${hostname}:${number}${behind}`,
  });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
