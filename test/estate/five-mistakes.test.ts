import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import { createContoso } from './contoso.ts';
import { fiveMistakes, mistakesOfAuthorities } from './planted/five-mistakes.ts';
import { runCertmuster } from './run-certmuster.ts';
import { startEstate } from './start-estate.ts';
import { startPkiWeb } from './pki-web.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const rootFile = folder.write('contoso-root.pem', contoso.authority.root.pem);
const web = await startPkiWeb();
const workshop = { contoso, folder, web, rootFile, weakDhFile: '' };
const mistakes = [...fiveMistakes(workshop), ...mistakesOfAuthorities(workshop)];
const estate = await startEstate({
  workshop,
  trustStores: { contoso: { files: ['contoso-root.pem'] } },
  faults: mistakes,
  plainTargets: [],
});
after(async () => {
  await estate.stop();
  await web.stop();
  folder.remove();
});

const targetsFile = folder.write('targets.json', JSON.stringify(estate.targets));
const resolutions = ['', 'as.', 'download.'].flatMap((prefix) => ['--resolve', `${prefix}im.contoso.com:127.0.0.1`]);
const scan = await runCertmuster(['scan', targetsFile, '--format', 'json', ...resolutions]);
const report: ScanReport = scanReportSchema.parse(JSON.parse(scan.stdout));

for (const { name, cause, remedy } of mistakes) {
  test(`${name} is one cause, on however many endpoints it shows`, () => {
    const ids = new Set(report.endpoints.filter(({ deployment }) => deployment === name).map(({ id }) => id));
    const found = report.causes.filter(({ endpoints }) => endpoints.some((id) => ids.has(id)));
    assert.deepEqual(
      found.map(({ fault }) => fault),
      [cause],
    );
    if (remedy !== undefined) assert.equal(found[0]?.remedy, remedy);
  });
}

test('every failing finding, those across deployments included, belongs to a cause of the report', () => {
  const keys = new Set(report.causes.map(({ key }) => key));
  const failing = [...report.endpoints.flatMap(({ findings }) => findings), ...report.deploymentFindings].filter(
    ({ outcome }) => outcome === 'fail',
  );
  assert.ok(failing.length > mistakes.length);
  assert.deepEqual(
    failing.filter(({ cause }) => cause === null || !keys.has(cause)),
    [],
  );
  assert.equal(
    report.causes.reduce((sum, { findings }) => sum + findings, 0),
    failing.length,
  );
});
