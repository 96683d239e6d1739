import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { NameMatcher } from '../../../src/model/vocabulary.ts';
import { matchName } from '../../../src/pki/names/compare-names.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { forgeLeaf } from '../forge-certificate.ts';
import { distinguishedName, dns, email, extension, ip, subjectAlternativeName } from '../forge-extensions.ts';

interface Named {
  readonly cn?: string | readonly string[];
  readonly san?: readonly Uint8Array[];
}

function named({ cn = [], san }: Named): Certificate {
  const changes = san === undefined ? { without: ['2.5.29.17'] } : { extensions: [subjectAlternativeName(...san)] };
  return forgeLeaf('', { subject: distinguishedName(...(typeof cn === 'string' ? [cn] : cn)), ...changes }).certificate;
}

/** What matched, or undefined. */
function by(matcher: NameMatcher, names: Named, host: string): string | undefined {
  const { matches, matchedBy, reason } = matchName(matcher, named(names), host);
  assert.equal(matches, matchedBy !== undefined);
  assert.match(reason, /\.$/);
  return matchedBy;
}

const contoso = { cn: 'im.contoso.com', san: [dns('im.contoso.com'), dns('as.im.contoso.com')] };
const everyMatcher: readonly NameMatcher[] = ['rfc9525', 'schannel', 'mtls', 'isa-2004', 'isa-2006-rtm'];

test('every matcher accepts the plain case, in any case and with a trailing dot', () => {
  for (const matcher of everyMatcher) {
    for (const host of ['im.contoso.com', 'IM.Contoso.COM', 'im.contoso.com.']) {
      assert.notEqual(by(matcher, contoso, host), undefined, `${matcher} ${host}`);
    }
  }
});

test('no matcher accepts a name that is not there, nor an empty or broken host', () => {
  for (const matcher of everyMatcher) {
    for (const host of [
      'contoso.com',
      'x.im.contoso.com',
      'im.contoso.com..',
      '',
      '.',
      '*',
      'im contoso.com',
      '*.contoso.com',
    ]) {
      assert.equal(by(matcher, contoso, host), undefined, `${matcher} ${host}`);
    }
  }
});

test('no matcher takes a * alone for a name', () => {
  for (const matcher of everyMatcher) {
    assert.equal(by(matcher, { cn: '*', san: [dns('*')] }, 'localhost'), undefined);
    assert.equal(by(matcher, { cn: '*.', san: [dns('*.')] }, 'localhost'), undefined);
  }
});

test('a malformed SAN extension is seen and never falls back to the CN, save where SANs are never read', () => {
  const leaf = forgeLeaf('im.contoso.com', {
    extensions: [extension('2.5.29.17', Buffer.from('garbage'))],
  }).certificate;
  const matching = everyMatcher.filter((matcher) => matchName(matcher, leaf, 'im.contoso.com').matches);
  assert.deepEqual(matching, ['mtls', 'isa-2004']);
  assert.match(matchName('schannel', leaf, 'im.contoso.com').reason, /malformed/);
});

test('rfc9525 reads SANs only', () => {
  assert.equal(by('rfc9525', contoso, 'as.im.contoso.com'), 'DNS:as.im.contoso.com');
  assert.equal(by('rfc9525', { cn: 'im.contoso.com' }, 'im.contoso.com'), undefined);
  assert.equal(by('rfc9525', { cn: 'im.contoso.com', san: [email('a@b.example')] }, 'im.contoso.com'), undefined);
});

test('rfc9525 takes * only as the whole left-most label, for exactly one label', () => {
  const wildcard = (name: string, host: string) => by('rfc9525', { san: [dns(name)] }, host) !== undefined;
  assert.ok(wildcard('*.contoso.com', 'im.contoso.com'));
  assert.ok(wildcard('*.CONTOSO.com', 'im.contoso.com'));
  assert.ok(wildcard('*.contoso.com', 'xn--bcher-kva.contoso.com'));
  assert.ok(!wildcard('*.contoso.com', 'contoso.com'));
  assert.ok(!wildcard('*.contoso.com', 'as.im.contoso.com'));
  for (const odd of [
    'w*.contoso.com',
    '*w.contoso.com',
    '*.*.com',
    'im.*.com',
    'im.contoso.*',
    '**.contoso.com',
    'xn--*.contoso.com',
  ]) {
    assert.ok(!wildcard(odd, 'www.contoso.com') && !wildcard(odd, 'im.contoso.com'), odd);
  }
});

test('rfc9525 matches no wildcard over a single label, as no client does', () => {
  for (const name of ['*.com', '*.local', '*.']) {
    const { names, host } = { names: [dns(name)], host: `contoso${name.slice(1)}` };
    assert.equal(by('rfc9525', { san: names }, host), undefined, name);
  }
  assert.equal(by('rfc9525', { san: [dns('*.contoso.local')] }, 'im.contoso.local'), 'DNS:*.contoso.local');
});

test('schannel accepts and rejects the wildcards of KB258858', () => {
  const wildcard = (name: string, host: string) => by('schannel', { san: [dns(name)] }, host) !== undefined;
  for (const accepted of ['*.example.com', 'w*.example.com', 'ww*.example.com', 'www*.example.com']) {
    assert.ok(wildcard(accepted, 'www.example.com'), accepted);
  }
  for (const rejected of [
    '*www.example.com',
    '*w.example.com',
    'w*w.example.com',
    'ww*w.example.com',
    'www.e*ample.com',
    'www.*ple.com',
    '*.*.com',
    '*.*',
    'www.example.*',
  ]) {
    assert.ok(!wildcard(rejected, 'www.example.com'), rejected);
  }
  assert.ok(!wildcard('*.example.com', 'a.www.example.com'));
  assert.ok(!wildcard('w*.example.com', 'im.example.com'));
  assert.ok(!wildcard('x*.example.com', 'xn--bcher-kva.example.com'));
});

test('schannel reads the last CN where no SAN is a dNSName, and only there', () => {
  assert.equal(by('schannel', { cn: 'im.contoso.com' }, 'im.contoso.com'), 'CN=im.contoso.com');
  assert.equal(by('schannel', { cn: '*.contoso.com' }, 'im.contoso.com'), 'CN=*.contoso.com');
  assert.equal(
    by('schannel', { cn: 'im.contoso.com', san: [email('a@b.example')] }, 'im.contoso.com'),
    'CN=im.contoso.com',
  );
  assert.equal(by('schannel', { cn: 'im.contoso.com', san: [dns('other.contoso.com')] }, 'im.contoso.com'), undefined);
  assert.equal(
    by('schannel', { cn: ['first.contoso.com', 'last.contoso.com'] }, 'last.contoso.com'),
    'CN=last.contoso.com',
  );
  assert.equal(by('schannel', { cn: ['first.contoso.com', 'last.contoso.com'] }, 'first.contoso.com'), undefined);
});

test('an IP address is matched by iPAddress, byte for byte, and never by a dNSName', () => {
  for (const matcher of ['rfc9525', 'schannel'] as const) {
    assert.equal(by(matcher, { san: [ip(192, 0, 2, 1)] }, '192.0.2.1'), 'IP:192.0.2.1');
    assert.equal(by(matcher, { san: [ip(...Buffer.alloc(15), 1)] }, '[::1]'), 'IP:::1');
    assert.equal(by(matcher, { san: [ip(192, 0, 2, 2)] }, '192.0.2.1'), undefined);
    assert.equal(by(matcher, { san: [dns('192.0.2.1')] }, '192.0.2.1'), undefined);
  }
});

test('a CN that spells an IP address counts for schannel without SANs, and not under RFC 9525', () => {
  assert.equal(by('schannel', { cn: '192.0.2.1' }, '192.0.2.1'), 'CN=192.0.2.1');
  assert.equal(by('schannel', { cn: '192.0.2.1', san: [ip(192, 0, 2, 2)] }, '192.0.2.1'), undefined);
  assert.equal(by('schannel', { cn: '192.0.2.*' }, '192.0.2.1'), undefined);
  assert.equal(by('rfc9525', { cn: '192.0.2.1' }, '192.0.2.1'), undefined);
});

test('mtls wants the last CN to be the FQDN itself: no SAN, no wildcard', () => {
  assert.equal(by('mtls', { cn: 'CWA01.contoso.local' }, 'cwa01.contoso.local'), 'CN=CWA01.contoso.local');
  assert.equal(by('mtls', { cn: 'other', san: [dns('cwa01.contoso.local')] }, 'cwa01.contoso.local'), undefined);
  assert.equal(by('mtls', { cn: '*.contoso.local' }, 'cwa01.contoso.local'), undefined);
  assert.equal(by('mtls', { cn: ['a.contoso.local', 'b.contoso.local'] }, 'b.contoso.local'), 'CN=b.contoso.local');
  assert.equal(by('mtls', { cn: ['a.contoso.local', 'b.contoso.local'] }, 'a.contoso.local'), undefined);
});

test('ISA 2004 reads the CN only; ISA 2006 RTM the CN or the first SAN', () => {
  const names = { cn: 'proxy.contoso.com', san: [dns('im.contoso.com'), dns('as.im.contoso.com')] };
  assert.equal(by('isa-2004', names, 'proxy.contoso.com'), 'CN=proxy.contoso.com');
  assert.equal(by('isa-2004', names, 'im.contoso.com'), undefined);
  assert.equal(by('isa-2006-rtm', names, 'proxy.contoso.com'), 'CN=proxy.contoso.com');
  assert.equal(by('isa-2006-rtm', names, 'im.contoso.com'), 'DNS:im.contoso.com');
  assert.equal(by('isa-2006-rtm', names, 'as.im.contoso.com'), undefined);
  assert.equal(by('isa-2006-rtm', { san: [ip(10, 0, 0, 1), dns('im.contoso.com')] }, 'im.contoso.com'), undefined);
});
