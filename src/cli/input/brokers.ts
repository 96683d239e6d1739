import { createSecureContext } from 'node:tls';

import type { SitesRequest } from '../../audit/contract.ts';
import { decodeText } from '../../model/decode-text.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { wordSchema } from '../../model/word.ts';
import type { BrokerAccess } from '../../sites/amqp/broker-link.ts';
import { type BrokerUrl, parseBrokerUrl } from '../../sites/broker-url.ts';
import type { Arguments } from '../command.ts';
import { parseDuration } from '../options/duration.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { readInputFile } from './input-file.ts';

const passwordVariable = 'CERTMUSTER_BROKER_PASSWORD';
const passphraseVariable = 'CERTMUSTER_BROKER_KEY_PASSPHRASE';

/** A worker that lost its connection is back within half of it, see `createBrokerLink`. */
const defaultWaitMs = 60_000;

/** A chain of CAs has some kilobytes. */
const maxFileBytes = 1_048_576;

/** Reads the brokers of a scan, of which there is at least one. */
export async function readBrokers(
  args: Arguments,
  context: Pick<ProcessContext, 'environment'>,
): Promise<Result<Pick<SitesRequest, 'brokers' | 'waitMs'>, readonly Problem[]>> {
  const texts = args.list('broker');
  const problems: Problem[] = [];
  const named = texts.flatMap((text) => {
    const read = readBroker(text);
    if (!read.ok) problems.push(problem(read.error, '--broker'));
    return read.ok ? [read.value] : [];
  });
  const sites = named.map(({ site }) => site);
  const twice = sites.find((site, index) => sites.indexOf(site) !== index);
  if (new Set(sites).size < sites.length)
    problems.push(
      problem(
        twice === undefined
          ? 'names two brokers for all sites; write SITE=URL'
          : `names two brokers for the site ${twice}; name one`,
        '--broker',
      ),
    );
  const secrets = await readBrokerSecrets(
    named.map(({ url }) => url),
    args,
    context,
  );
  const waitMs = readWait(args.text('site-wait'), problems);
  if (!secrets.ok) problems.push(...secrets.error);
  if (!secrets.ok || problems.length > 0) return err(problems);
  return ok({ waitMs, brokers: named.map(({ site, url }) => ({ site, access: { ...secrets.value, url } })) });
}

/** `URL`, or `SITE=URL`. */
function readBroker(text: string): Result<{ readonly site: string | undefined; readonly url: BrokerUrl }, string> {
  const [, site, rest = text] = /^([^=:/@]*)=(.*)$/s.exec(text) ?? [];
  if (site !== undefined && !wordSchema.safeParse(site).success)
    return err(`${JSON.stringify(site)} is not the name of a site; use lower-case letters, digits, hyphens and points`);
  const url = parseBrokerUrl(rest);
  return url.ok ? ok({ site, url: url.value }) : url;
}

type FileOption = 'broker-ca' | 'broker-cert' | 'broker-key' | 'broker-password-file';

type BrokerSecrets = Omit<BrokerAccess, 'url'>;

/** What keeps a client without a user from logging in, a clause; undefined: nothing. */
function objectToLogin({ isTls }: BrokerUrl, hasCertificate: boolean): string | undefined {
  if (!hasCertificate)
    return isTls
      ? 'has neither a user nor a client certificate; add USER@ or --broker-cert'
      : 'has no user; add USER@, or use amqps:// with --broker-cert';
  return isTls ? undefined : 'is not TLS, where a client certificate does not count; use amqps://';
}

/** Reads what brokers take beside their URLs. Neither key nor password is ever quoted. */
export async function readBrokerSecrets(
  urls: readonly BrokerUrl[],
  args: Arguments,
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<BrokerSecrets, readonly Problem[]>> {
  const problems: Problem[] = [];
  const read = async (option: FileOption): Promise<string | undefined> => {
    const path = args.text(option);
    if (path === undefined) return undefined;
    const file = await readInputFile(path, maxFileBytes);
    if (file.ok) return decodeText(file.value.bytes);
    // By mistake the secret itself may stand for the file name, and the system's message may contain it.
    const isSecret = option === 'broker-password-file' || path.includes('-----BEGIN');
    const what = isSecret ? `names a file that ${file.error.replace(/:.*/s, '')}` : `${path} ${file.error}`;
    problems.push(problem(what, `--${option}`));
    return undefined;
  };
  const [ca, cert, key, passwordFile] = [
    await read('broker-ca'),
    await read('broker-cert'),
    await read('broker-key'),
    await read('broker-password-file'),
  ];
  const password = passwordFile?.split(/\r?\n/, 1)[0] ?? (environment[passwordVariable] || undefined);
  const passphrase = environment[passphraseVariable] || undefined;
  if (args.text('broker-cert') !== undefined && args.text('broker-key') === undefined)
    problems.push(problem('needs its private key: --broker-key FILE', '--broker-cert'));
  if (args.text('broker-key') !== undefined && args.text('broker-cert') === undefined)
    problems.push(problem('needs its certificate: --broker-cert FILE', '--broker-key'));
  for (const url of urls) {
    const objection = url.user === undefined ? objectToLogin(url, args.text('broker-cert') !== undefined) : undefined;
    if (objection !== undefined) problems.push(problem(`${url.text} ${objection}`, '--broker'));
    if (url.user !== undefined && password === undefined && args.text('broker-password-file') === undefined)
      problems.push(
        problem(
          `${url.text} has a user but no password; use --broker-password-file or ${passwordVariable}`,
          '--broker',
        ),
      );
  }
  const access = { password, ca, cert, key, passphrase };
  const objection = problems.length === 0 ? objectToFiles(access) : undefined;
  if (objection !== undefined) problems.push(objection);
  return problems.length === 0 ? ok(access) : err(problems);
}

/** OpenSSL's own message about a key is not repeated, because it might quote the key. */
function objectToFiles({ ca, cert, key, passphrase }: BrokerSecrets): Problem | undefined {
  const secret = passphrase === undefined ? {} : { passphrase };
  try {
    if (ca !== undefined) createSecureContext({ ca });
  } catch {
    return problem('contains no certificate in PEM', '--broker-ca');
  }
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----'))
    return problem('contains no certificate in PEM', '--broker-ca');
  try {
    if (cert !== undefined) createSecureContext({ cert });
  } catch {
    return problem('contains no certificate in PEM', '--broker-cert');
  }
  try {
    if (cert !== undefined && key !== undefined) createSecureContext({ cert, key, ...secret });
  } catch {
    return problem(
      `cannot be used: it is not the key of --broker-cert, not a key in PEM, or ${passphraseVariable} is not its passphrase`,
      '--broker-key',
    );
  }
  return undefined;
}

/** No site is waited for longer than a day. */
const maxWaitMs = 86_400_000;

function readWait(text: string | undefined, problems: Problem[]): number {
  if (text === undefined) return defaultWaitMs;
  const duration = parseDuration(text);
  if (duration !== undefined && duration >= 1_000 && duration <= maxWaitMs) return duration;
  problems.push(problem(`${JSON.stringify(text)} is not a time from 1s to 24h; use 60s or 5m`, '--site-wait'));
  return defaultWaitMs;
}
