import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseBrokerUrl } from '../../src/sites/broker-url.ts';

test('a URL is read into its parts and one spelling', () => {
  const texts: readonly (readonly [string, string, object])[] = [
    [
      'amqps://mq.contoso.com',
      'amqps://mq.contoso.com:5671',
      { isTls: true, port: 5_671, virtualHost: '/', user: undefined },
    ],
    [
      'AMQP://Scanner@MQ.contoso.com:80',
      'amqp://Scanner@mq.contoso.com:80',
      { isTls: false, port: 80, user: 'Scanner' },
    ],
    ['amqps://a%40b@[fd00::1]:1/', 'amqps://a%40b@[fd00::1]:1', { host: 'fd00::1', port: 1, user: 'a@b' }],
    ['amqps://mq/certs%2Finner', 'amqps://mq:5671/certs%2Finner', { virtualHost: 'certs/inner' }],
  ];
  for (const [text, spelling, parts] of texts) {
    const url = parseBrokerUrl(text);
    assert.ok(url.ok, text);
    assert.equal(url.value.text, spelling);
    assert.deepEqual({ ...url.value, ...parts }, url.value);
    assert.deepEqual(parseBrokerUrl(spelling), url);
  }
});

test('a password is refused, and no message repeats one', () => {
  for (const text of [
    'amqps://a:secret@mq',
    'amqps://a:secret@',
    'https://a:secret@mq',
    'amqps://a:sec@ret@mq/x?y',
    'a:secret@mq',
  ]) {
    const url = parseBrokerUrl(text);
    assert.ok(!url.ok, text);
    assert.doesNotMatch(url.error, /secret|sec@ret|ret@/);
  }
});

test('what is no URL of a broker is refused', () => {
  for (const text of [
    '',
    'mq',
    'amqps://',
    'amqps://@mq',
    'amqps://mq:x',
    'amqps://mq:99999',
    'amqps://mq/a/b',
    'amqps://mq?heartbeat=0',
    'amqps://mq/%zz',
  ]) {
    assert.equal(parseBrokerUrl(text).ok, false, text);
  }
});
