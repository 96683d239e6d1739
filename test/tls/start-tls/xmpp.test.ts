import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertInjection,
  assertReady,
  converse,
  converseAnyhow,
  latin1,
  refusal,
  strangers,
  tlsAlert,
} from './answer-from-script.ts';

const xmpp = { protocol: 'xmpp', host: 'contoso.test' } as const;

const header =
  "<?xml version='1.0'?><stream:stream id='1' from='contoso.test' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const required = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>";
const features = `<stream:features>${required}</stream:features>`;
const proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

const opening = (to: string, content = 'jabber:client'): string =>
  `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xml:lang='en' xmlns='${content}' xmlns:stream='http://etherx.jabber.org/streams'>`;
const starttls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

const sentText = (sent: string): string => Buffer.from(sent, 'hex').toString('latin1');

for (const [protocol, content] of [
  ['xmpp', 'jabber:client'],
  ['xmpp-server', 'jabber:server'],
] as const) {
  test(`RFC 6120 §5.4: ${protocol} opens a stream of ${content} and asks for TLS`, () => {
    const said = header.replace('jabber:client', content) + features + proceed;
    const conversed = converseAnyhow({ ...xmpp, protocol }, latin1(said));
    assert.equal(sentText(conversed.sent), opening('contoso.test', content) + starttls);
    assertReady(conversed);
  });
}

test('`to` is the domain, escaped, and in UTF-8', () => {
  const { sent } = converse({ protocol: 'xmpp', host: "a'<b>&é" }, latin1(' '));
  assert.equal(Buffer.from(sent, 'hex').toString('utf8'), opening('a&#39;&#60;b&#62;&#38;é'));
});

test('bytes behind proceed are handed out as injected', () => {
  assertInjection(xmpp, latin1(header + features + proceed));
});

for (const [what, said] of [
  ['starttls that is not required', header + features.replace('<required/>', '') + proceed],
  ['an empty starttls', header + features.replace('><required/></starttls>', '/>') + proceed],
  ['proceed with an end tag', header + features + proceed.replace('/>', '></proceed>')],
  [
    'other prefixes and double quotes',
    `<s:stream version="1.0" xmlns="jabber:client" xmlns:s="http://etherx.jabber.org/streams">
     <s:features><t:starttls xmlns:t="urn:ietf:params:xml:ns:xmpp-tls"/></s:features>
     <t:proceed xmlns:t = "urn:ietf:params:xml:ns:xmpp-tls" />`,
  ],
  [
    'the namespace of streams as that of names without prefix',
    `<stream version='1.0' xmlns='http://etherx.jabber.org/streams'><features>${required}</features>${proceed}`,
  ],
  ['white space that keeps the connection alive', ` \n${header}\n \n${features} \n ${proceed}`],
  ['a byte order mark', `\xef\xbb\xbf${header}${features}${proceed}`],
  ['comments and processing instructions', `<!-- > -- ' -->${header}<?p >'" ?>${features}<!---->${proceed}`],
  [
    'other features beside it',
    header + features.replace(required, `<a xmlns='x'><b>t</b></a>${required}<c/>`) + proceed,
  ],
  [
    '> and quotes inside attributes and text',
    header + features.replace(required, `<a x='>"' y=">'">a > b &gt;</a>${required}`) + proceed,
  ],
  ['a CDATA section', header + features.replace(required, `<a><![CDATA[</a> ]] > <x>]]></a>${required}`) + proceed],
] as const) {
  test(`${what}: TLS begins`, () => {
    assertReady(converseAnyhow(xmpp, latin1(said)));
  });
}

test('features without starttls, or with one of another namespace, offer none, and the stream is closed', () => {
  const none =
    header +
    "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/><starttls xmlns='x'/></stream:features>";
  const conversed = converseAnyhow(xmpp, latin1(none));
  assert.equal(refusal(conversed), 'The server does not offer STARTTLS: its features are "mechanisms, starttls".');
  assert.equal(sentText(conversed.sent), `${opening('contoso.test')}</stream:stream>`);
  assert.match(refusal(converse(xmpp, latin1(`${header}<stream:features/>`))), /its features are none/);
});

test('failure is a refusal', () => {
  const said = `${header}${features}<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>`;
  assert.equal(
    refusal(converseAnyhow(xmpp, latin1(said))),
    'The server refused STARTTLS: it answered with <failure/>.',
  );
});

test('an unknown domain is told with the server’s text, and how to give another', () => {
  const error =
    "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>This server does not serve contoso.test &amp; co &#233;</text></stream:error>";
  assert.equal(
    refusal(converseAnyhow(xmpp, latin1(`${header}${error}</stream:stream>`))),
    'The server ended the stream: host-unknown, "This server does not serve contoso.test & co \\xc3\\xa9"; the stream was addressed to "contoso.test"; give the XMPP domain with --xmpp-to (xmppTo).',
  );
});

test('other errors are told with their condition, at any time', () => {
  const other =
    "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>x2.contoso.test:5222</see-other-host></stream:error>";
  assert.equal(
    refusal(converse(xmpp, latin1(header + other))),
    'The server ended the stream: see-other-host, "x2.contoso.test:5222".',
  );
  assert.equal(
    refusal(converse(xmpp, latin1(`${header}${features}<stream:error><policy-violation/></stream:error>`))),
    'The server ended the stream: policy-violation.',
  );
});

for (const [what, said, message] of [
  ['another element', `${header}<message/>`, /sent "<message xmlns='jabber:client'>" instead of features/],
  ['the end of the stream', `${header}</stream:stream>`, /The server closed the stream/],
  ['no version', header.replace(" version='1.0' xmlns", ' xmlns'), /older than version 1.0/],
  ['another element as answer', `${header}${features}<iq/>`, /refused STARTTLS: it answered with "<iq/],
  ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${header}`, /does not speak XMPP: it answered with "<!DOCTYPE/],
  ['another root', '<html></html>', /does not speak XMPP: it answered with "<html/],
  ['tags that do not nest', `${header}<stream:features><a></b></a>`, /sent "<\/b>" instead of features/],
  [
    'an attribute without value',
    `${header}<stream:features a></stream:features>`,
    /sent "<stream:features a>" instead/,
  ],
  ['too deep nesting', header + '<a>'.repeat(40), /sent "<a>" instead of features/],
] as const) {
  test(`${what} is refused`, () => {
    assert.match(refusal(converseAnyhow(xmpp, latin1(said))), message);
  });
}

test('a condition that is no word is quoted, escaped and cut', () => {
  const odd = (name: string) => refusal(converse(xmpp, latin1(`${header}<stream:error><${name}/></stream:error>`)));
  assert.equal(odd('host\x1bunknown'), 'The server ended the stream: "host\\x1bunknown".');
  assert.ok(odd('x'.repeat(4000)).length < 300);
});

test('an entity is never declared, and never expanded', () => {
  const said = `${header}<stream:error><x>&lol;&constructor;&amp;amp;&#0;&#x110000;</x></stream:error>`;
  assert.equal(
    refusal(converse(xmpp, latin1(said))),
    'The server ended the stream: x, "&lol;&constructor;&amp;\\x00&#x110000;".',
  );
});

test('a tag, a comment, a text and features without end are too long', () => {
  for (const flood of [
    `<a b='${'x'.repeat(9000)}`,
    `<!--${'>'.repeat(9000)}`,
    '>'.repeat(9000),
    'x'.repeat(9000),
    '<a/>'.repeat(20_000),
    ' '.repeat(9000),
  ]) {
    const { end } = converse(xmpp, latin1(`${header}<stream:features>${flood}`));
    assert.equal(end.kind, 'failed', flood.slice(0, 10));
  }
});

test('servers of other protocols are no XMPP servers', () => {
  for (const said of strangers)
    assert.match(refusal(converse(xmpp, said)), /^The peer (?:does not speak|speaks .*, not) XMPP: it answered with/);
});

test('a server that begins with TLS is told as one', () => {
  assert.match(refusal(converseAnyhow(xmpp, tlsAlert)), /begins with TLS at once: .* the TLS alert protocol_version/);
});
