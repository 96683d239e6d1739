import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fillTemplate, fillTemplates, pathsOf, templateFault } from '../../src/policy/template.ts';

const of = (path: string, before = '', behind = '') => `${before}\${${path}}${behind}`;
const scope = {
  host: 'www.contoso.com',
  url: { host: 'im.contoso.com' },
  proxy: { fqdn: null },
  domains: ['contoso.com', 'fabrikam.com'],
  pools: [
    { fqdn: 'pool1', members: [{ fqdn: 'a' }, { fqdn: 'b' }] },
    { fqdn: 'pool2', members: [{ fqdn: 'c' }] },
  ],
  unused: [],
  port: 5061,
  address: '10.0.0.1',
};

test('a text without a path stands for itself', () => {
  assert.deepEqual(fillTemplate('www.contoso.com', scope), ['www.contoso.com']);
});

test('a path through lists stands for one text each, in their order', () => {
  assert.deepEqual(fillTemplate(of('domains', 'sip.'), scope), ['sip.contoso.com', 'sip.fabrikam.com']);
  assert.deepEqual(fillTemplate(of('pools.members.fqdn'), scope), ['a', 'b', 'c']);
  assert.deepEqual(fillTemplate(`${of('pools.fqdn')}.${of('domains')}`, scope), [
    'pool1.contoso.com',
    'pool1.fabrikam.com',
    'pool2.contoso.com',
    'pool2.fabrikam.com',
  ]);
  assert.deepEqual(fillTemplate(of('port'), scope), ['5061']);
});

test('what is not declared makes no text if it is an empty list, and leaves the names unknown if there is no value', () => {
  assert.deepEqual(fillTemplate(of('unused', 'as.'), scope), []);
  assert.equal(fillTemplate(of('proxy.fqdn'), scope), undefined);
  assert.equal(fillTemplate(of('nothing.here'), scope), undefined);
  assert.equal(fillTemplate(of('url'), scope), undefined);
  assert.deepEqual(fillTemplates([of('unused'), of('host'), of('host')], scope), ['www.contoso.com']);
  assert.equal(fillTemplates([of('host'), of('proxy.fqdn')], scope), undefined);
});

test('an address has no names before or behind it', () => {
  assert.deepEqual(fillTemplate(of('address'), scope), ['10.0.0.1']);
  assert.deepEqual(fillTemplate(of('address', 'as.'), scope), []);
  assert.deepEqual(fillTemplate(of('address', '', '.local'), scope), []);
});

test('nothing is inherited from objects', () => {
  for (const path of ['constructor', 'host.length', 'domains.length', '__proto__.x']) {
    assert.equal(fillTemplate(of(path), scope), undefined, path);
  }
});

test('a template that is not well formed is named', () => {
  assert.deepEqual(pathsOf(`${of('a.b')}-${of('c')}`), ['a.b', 'c']);
  assert.equal(templateFault(of('url.host', 'as.')), undefined);
  for (const wrong of [of(''), of('a b'), of('a..b'), of('1'), 'as.${url.host', of('a[0]')]) {
    assert.notEqual(templateFault(wrong), undefined, wrong);
  }
});
