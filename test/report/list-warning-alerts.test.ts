import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listWarningAlerts } from '../../src/report/list-warning-alerts.ts';
import { endpoint } from './sample-report.ts';
import { warnedEndpoint } from './warned-endpoint.ts';

test('each alert is listed once, with its meaning and the endpoints that it came from', () => {
  const first = warnedEndpoint(['unrecognized_name', 'unrecognized_name']);
  const second = warnedEndpoint(['no_renegotiation', 'unrecognized_name'], { host: 'as.im.contoso.com' });
  assert.deepEqual(listWarningAlerts([endpoint(), first, second]), [
    {
      name: 'unrecognized_name',
      reason: 'it does not know the server name (SNI) that was sent',
      endpoints: [first, second],
    },
    { name: 'no_renegotiation', reason: undefined, endpoints: [second] },
  ]);
});

test('an endpoint without a handshake, or whose server did not warn, is in no list', () => {
  assert.deepEqual(listWarningAlerts([endpoint(), endpoint({ handshake: null })]), []);
});
