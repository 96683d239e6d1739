import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fetchForObservation } from '../../src/audit/fetch-for-observation.ts';
import { standStill } from '../async/stand-still.ts';
import { startEvidencePlace } from '../collect/evidence-place.ts';
import { endpointWith, observationWith } from '../evaluate/observation.ts';

test('time in which this process stood still is not the time of the endpoint', async () => {
  const timeoutMs = 500;
  const place = await startEvidencePlace(new Date());
  const { files, url, web } = place;
  const issuing = place.intermediate({ issuerUrls: [], crlUrls: [] });
  files.set('/issuing.crt', (_, response) => {
    setTimeout(() => response.end(issuing.der), 20);
    standStill(timeoutMs + 200);
  });
  const fetch = { issuers: true, crl: false, ocsp: false, allow: ['127.0.0.1'] };
  const leaf = place.leaf({ issuerUrls: [url('/issuing.crt')] }, issuing);
  const observation = observationWith([leaf.der], { endpoint: endpointWith({ fetch }) });
  const options = { resolve: new Map(), dnsServers: ['127.0.0.1:9'], timeoutMs };
  const { signal } = new AbortController();
  const { evidence } = await fetchForObservation(
    observation,
    { stores: new Map(), options },
    { now: () => new Date(), signal },
  );
  await web.close();
  assert.deepEqual(
    evidence?.fetches.map(({ outcome }) => outcome),
    ['fetched'],
  );
  assert.equal(evidence?.issuers.length, 1);
});
