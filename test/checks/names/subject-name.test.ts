import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { endpointWith } from '../../evaluate/observation.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, plainServer, reportOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const { names } = endpointWith();
const judge = (subject: readonly Record<string, string>[], endpoint = {}) =>
  findingOf('subject-name', { chain: [contoso.leaf({ subject }).der], endpoint });

test('passes where the common name is the host of the URL, whatever its case', () => {
  assertOutcome(judge([{ CN: 'IM.Contoso.com' }]), 'pass');
});

test('fails where it is another name, and names both', () => {
  const finding = judge([{ CN: 'www.contoso.com' }]);
  assertFault(finding, 'differs', 'The CN is www.contoso.com, not im.contoso.com');
  assert.equal(finding.expected, 'im.contoso.com');
  assert.equal(finding.observed, 'www.contoso.com');
});

test('of several common names the last is judged and all are shown', () => {
  assertOutcome(judge([{ CN: 'www.contoso.com' }, { CN: 'im.contoso.com' }]), 'pass');
  const finding = judge([{ CN: 'im.contoso.com' }, { CN: 'www.contoso.com' }]);
  assertFault(finding, 'differs', 'The CN is www.contoso.com, not im.contoso.com');
  assert.match(finding.message, /Of its CNs im\.contoso\.com and www\.contoso\.com the last one counts\./);
  assert.equal(finding.observed, 'im.contoso.com, www.contoso.com');
});

test('a URL, a path or a port as common name is a fault of its own', () => {
  for (const name of ['https://im.contoso.com', 'im.contoso.com/cwa', 'im.contoso.com:443']) {
    const finding = judge([{ CN: name }]);
    assertFault(finding, 'url-in-common-name', `The CN ${name} is not a bare host name`);
  }
});

test('fails without any common name', () => {
  const finding = judge([{ O: 'Contoso' }]);
  assertFault(finding, 'no-common-name', 'The subject has no CN; im.contoso.com is needed');
  assert.equal(finding.observed, 'none');
});

test('a wildcard that covers the expected name is a fault of its own', () => {
  assertFault(judge([{ CN: '*.contoso.com' }]), 'wildcard', 'The CN is *.contoso.com, not im.contoso.com');
  const listener = judge([{ CN: '*.contoso.local' }], mtlsListener);
  assertFault(listener, 'wildcard', 'The CN is *.contoso.local, not cwa01.contoso.local');
  assertFault(judge([{ CN: '*.fabrikam.com' }]), 'differs', 'The CN is *.fabrikam.com, not im.contoso.com');
});

test('a NetBIOS name is right where the URL is that single label, and wrong elsewhere', () => {
  assertOutcome(judge([{ CN: 'IM' }], { host: 'im', names: { ...names, url: 'im' } }), 'pass');
  assertOutcome(judge([{ CN: 'IM' }]), 'fail');
});

test('an MTLS listener wants the FQDN of the server computer', () => {
  assertOutcome(judge([{ CN: 'cwa01.contoso.local' }], mtlsListener), 'pass');
  const finding = judge([{ CN: 'im.contoso.com' }], mtlsListener);
  assertFault(finding, 'differs', 'The CN is im.contoso.com, not cwa01.contoso.local');
});

test('outside, the FQDN of the proxy is wanted if the two URLs differ, else the host of the URL', () => {
  const outside = (externalUrl: string) => ({
    role: 'reverse-proxy-external',
    host: externalUrl,
    names: { ...names, proxy: 'proxy.contoso.com', externalUrl },
  });
  assertOutcome(judge([{ CN: 'proxy.contoso.com' }], outside('chat.contoso.com')), 'pass');
  const differing = judge([{ CN: 'chat.contoso.com' }], outside('chat.contoso.com'));
  assertFault(differing, 'differs-from-proxy', 'The CN is chat.contoso.com, not proxy.contoso.com');
  const same = judge([{ CN: 'proxy.contoso.com' }], outside('im.contoso.com'));
  assertFault(same, 'differs', 'The CN is proxy.contoso.com, not im.contoso.com');
  assertOutcome(judge([{ CN: 'im.contoso.com' }], outside('im.contoso.com')), 'pass');
});

test('of the external interface, the cause cites the note of the specification that decides it', () => {
  const endpoint = {
    role: 'reverse-proxy-external',
    host: 'chat.contoso.com',
    names: { ...names, proxy: 'proxy.contoso.com', externalUrl: 'chat.contoso.com' },
  } as const;
  const { causes } = reportOf({ chain: [contoso.leaf({ subject: [{ CN: 'chat.contoso.com' }] }).der], endpoint });
  const cause = causes.find(({ fault }) => fault === 'subject-name/differs-from-proxy');
  assert.match(cause?.citation.section ?? '', /note on reverse proxies/);
});

test('is undetermined where the topology does not name what is expected', () => {
  assertOutcome(judge([{ CN: 'a' }], { names: { ...names, url: null } }), 'undetermined', 'not-declared');
});

test('does not concern the role server', () => {
  assert.throws(() => judge([{ CN: 'a' }], plainServer), /no finding of subject-name/);
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('subject-name', { chain: [malformed] }), 'undetermined', 'undecodable');
});
