import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { createAuthority } from '../../../src/lab/authority.ts';
import { startFleet } from '../fleet.ts';
import { blackboxExporter } from './blackbox-exporter.ts';
import { certmusterContestants } from './certmuster.ts';

const folder = temporaryFolder();
const now = new Date();
const fleet = await startFleet(folder, { kind: 'p-256', protocol: 'TLSv1.2', size: 5, now });
const hostsBefore = readFileSync('/etc/hosts', 'utf8');
after(async () => {
  await fleet.stop();
  folder.remove();
});

test('blackbox_exporter probes every name of a fleet with success, and its memory is seen', async () => {
  const { cpuMs, peakMegabytes } = await blackboxExporter(folder).run(fleet);
  assert.ok(cpuMs >= 0 && peakMegabytes > 0);
  assert.equal(readFileSync('/etc/hosts', 'utf8'), hostsBefore);
});

test('blackbox_exporter verifies: under another root its run is refused', async () => {
  const { root } = await createAuthority({ organization: 'Fabrikam', now });
  const rootFile = folder.write('other-root.pem', root.pem);
  await assert.rejects(blackboxExporter(folder).run({ ...fleet, rootFile }), /the probe of host-0\..* failed/);
});

for (const contestant of certmusterContestants(folder).slice(0, 2)) {
  test(`${contestant.name}: every endpoint of a fleet is found sound`, async () => {
    assert.ok((await contestant.run(fleet)).cpuMs > 0);
  });
}
