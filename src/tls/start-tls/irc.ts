import { type Conversation, failed, type Part, quoteText, readLine, ready, sendLine } from './conversation.ts';
import { foreignGreeting, otherProtocol } from './other-protocol.ts';

/** IRC with the capability `tls` and STARTTLS (IRCv3 tls-3.1). The client speaks first, but the server may have begun already. */
export function* talkIrc(): Conversation {
  yield* sendLine('CAP LS 302');
  const listed = yield* readCapabilities();
  if (listed.kind === 'ended') return listed.ending;
  // A server that does not know CAP (451: before the client is registered) may know STARTTLS.
  if (listed.kind === 'capabilities' && !listed.names.includes('tls')) {
    const said = quoteText(listed.names.join(' '));
    return failed(
      `The server does not offer STARTTLS: it answered CAP LS with ${said}${portHint(listed.names)}.`,
      'QUIT',
    );
  }
  yield* sendLine('STARTTLS');
  for (;;) {
    const answer = yield* readMessage('the answer to STARTTLS');
    if (answer.command === '670') return ready();
    if (isRefusal(answer)) return failed(`The server refused STARTTLS: ${quoteText(answer.line)}.`, 'QUIT');
  }
}

type Listed =
  | { readonly kind: 'capabilities'; readonly names: readonly string[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ended'; readonly ending: ReturnType<typeof failed> };

/** Reads the answer to CAP LS, which may have several lines: all but the last have an asterisk before the names. */
function* readCapabilities(): Part<Listed> {
  const names: string[] = [];
  for (let isFirst = true; ; isFirst = false) {
    const { line, command, parameters } = yield* readMessage('the answer to CAP LS');
    if (isFirst && (command === undefined || otherProtocol('irc', line) !== undefined)) {
      return { kind: 'ended', ending: foreignGreeting('irc', line) };
    }
    if (command === 'ERROR')
      return { kind: 'ended', ending: failed(`The server ended the session: ${quoteText(line)}.`) };
    if (command !== undefined && /^[45]\d\d$/.test(command)) return { kind: 'unknown' };
    const answer = command === 'CAP' ? /^\S+ LS (\* )?:?(.*)$/i.exec(parameters) : null;
    if (answer === null) continue;
    names.push(...(answer[2] ?? '').split(' ').filter((name) => name !== ''));
    if (answer[1] === undefined) return { kind: 'capabilities', names };
  }
}

interface Message {
  readonly line: string;
  /** Upper case, or three digits; undefined: the line is no message. */
  readonly command: string | undefined;
  readonly parameters: string;
}

/** Reads a message (RFC 1459 §2.3.1), and answers each PING before it: servers that want it serve nobody who does not answer. */
function* readMessage(awaits: string): Part<Message> {
  for (;;) {
    const line = yield* readLine(awaits);
    const parts = /^(?:@\S+ +)?(?::\S+ +)?([A-Za-z]+|\d{3})(?: +(.*))?$/.exec(line);
    const [, command, parameters = ''] = parts ?? [];
    if (command?.toUpperCase() !== 'PING') return { line, command: command?.toUpperCase(), parameters };
    yield* sendLine(`PONG ${parameters.replace(/[^ -~]/g, '')}`);
  }
}

/** 691: TLS cannot begin; 451: not before registration; 421: unknown command. */
function isRefusal({ command }: Message): boolean {
  return command === 'ERROR' || command === '691' || (command !== undefined && /^[45]\d\d$/.test(command));
}

/** IRCv3 strict transport security: the port on which TLS begins at once. */
function portHint(names: readonly string[]): string {
  const port = names
    .map((name) => /^sts=(?:.*,)?port=(\d{1,5})(?:,|$)/.exec(name)?.[1])
    .find((each) => each !== undefined);
  return port === undefined ? '' : `; it names port ${port} for TLS at once (ircs://HOST:${port})`;
}
