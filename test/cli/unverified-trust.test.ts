import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createContoso } from '../estate/contoso.ts';
import { certificatePem } from '../forge/issue-certificate.ts';
import { issueServerCertificate } from '../forge/certificate-authority.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

test('a chain that holds but for a signature that cannot be verified is trusted by no output, and the run exits 3', async () => {
  const contoso = await createContoso(new Date());
  const { rsaIntermediate, keys, authority } = contoso;
  const leaf = issueServerCertificate(authority, keys.rsa2048, { names: ['www.contoso.com'], issuer: rsaIntermediate });
  const sound = Buffer.from(leaf.der).toString('hex');
  // sha256WithRSAEncryption becomes an algorithm of the same family that is not known.
  const der = Buffer.from(sound.replaceAll('06092a864886f70d01010b', '06092a864886f70d01017f'), 'hex');
  assert.notEqual(der.toString('hex'), sound);
  place.write('authority.pem', authority.root.pem);
  const chain = [{ ...leaf, der, pem: certificatePem(der) }, rsaIntermediate];
  place.write('chain.pem', chain.map(({ pem }) => pem).join(''));
  const options = ['--host', 'www.contoso.com', '--trust', 'authority.pem', '--quiet'];
  const json = await place.run(['verify', 'chain.pem', ...options, '--format', 'json']);
  assert.equal(json.exitCode, 3, json.stderr);
  const [endpoint] = scanReportSchema.parse(JSON.parse(json.stdout)).endpoints;
  const trust = endpoint?.findings.find(({ check }) => check === 'chain-trust');
  assert.deepEqual([trust?.outcome, trust?.reason], ['undetermined', 'unsupported-algorithm']);
  const nagios = await place.run(['verify', 'chain.pem', ...options, '--format', 'nagios']);
  assert.match(nagios.stdout, /The chain has a signature that cannot be verified here/);
  assert.doesNotMatch(nagios.stdout, /^CERTMUSTER OK/);
  // The same with a fault beside it fails as ever.
  const expired = await place.run(['verify', 'chain.pem', ...options, '--at', '2031-01-01', '--format', 'json']);
  assert.equal(expired.exitCode, 1);
});
