import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { endpointWith } from '../../evaluate/observation.ts';
import { assertOutcome, findingOf, malformed, mtlsListener, plainServer } from '../finding.ts';

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
  assertOutcome(finding, 'fail');
  assert.equal(finding.expected, 'im.contoso.com');
  assert.equal(finding.observed, 'www.contoso.com');
});

test('of several common names the last is judged and all are shown', () => {
  assertOutcome(judge([{ CN: 'www.contoso.com' }, { CN: 'im.contoso.com' }]), 'pass');
  const finding = judge([{ CN: 'im.contoso.com' }, { CN: 'www.contoso.com' }]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'im.contoso.com, www.contoso.com');
});

test('a URL, a path or a port as common name has a message of its own', () => {
  for (const name of ['https://im.contoso.com', 'im.contoso.com/cwa', 'im.contoso.com:443']) {
    const finding = judge([{ CN: name }]);
    assertOutcome(finding, 'fail');
    assert.match(finding.message, /is a URL or holds a port or path/);
  }
});

test('fails without any common name', () => {
  const finding = judge([{ O: 'Contoso' }]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'none');
});

test('a NetBIOS name is right where the URL is that single label, and wrong elsewhere', () => {
  assertOutcome(judge([{ CN: 'IM' }], { host: 'im', names: { ...names, url: 'im' } }), 'pass');
  assertOutcome(judge([{ CN: 'IM' }]), 'fail');
});

test('an MTLS listener wants the FQDN of the server computer', () => {
  assertOutcome(judge([{ CN: 'cwa01.contoso.local' }], mtlsListener), 'pass');
  assertOutcome(judge([{ CN: 'im.contoso.com' }], mtlsListener), 'fail');
});

test('outside, the FQDN of the proxy is wanted if the two URLs differ, else the host of the URL', () => {
  const outside = (externalUrl: string) => ({
    role: 'reverse-proxy-external',
    host: externalUrl,
    names: { ...names, proxy: 'proxy.contoso.com', externalUrl },
  });
  assertOutcome(judge([{ CN: 'proxy.contoso.com' }], outside('chat.contoso.com')), 'pass');
  assertOutcome(judge([{ CN: 'chat.contoso.com' }], outside('chat.contoso.com')), 'fail');
  assertOutcome(judge([{ CN: 'im.contoso.com' }], outside('im.contoso.com')), 'pass');
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
