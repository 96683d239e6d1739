import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { type Browser, startBrowser } from '../report/html/browser.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
let browser: Browser;
before(async () => {
  [place, browser] = await Promise.all([openPlace(), startBrowser()]);
});
after(async () => {
  await browser.close();
  await place.close();
});

test('scan --output html=FILE: a browser shows the deployment; render writes the same file from the JSON report', async () => {
  const outputs = ['--output', 'html=report.html', '--output', 'json=report.json'];
  const { exitCode } = await place.run(['scan', 'targets.json', ...outputs, '--quiet']);
  const { page, requests, complaints } = await browser.open(join(place.folder, 'report.html'));
  assert.equal(await page.locator('.matrix tbody tr[data-at]').count(), 3);
  assert.equal(await page.locator('.picture .box').count(), 1);
  await page.close();
  assert.deepEqual([...requests, ...complaints], []);
  const again = await place.run(['render', 'report.json', '--format', 'html']);
  assert.equal(again.stdout, readFileSync(join(place.folder, 'report.html'), 'utf8'));
  assert.equal(again.exitCode, 0, again.stderr);
  assert.ok(exitCode === 0 || exitCode === 1);
});

test('verify --format html: the names of a nasty certificate are text, and its PEM can be taken out unchanged', async () => {
  const nasty = '"><script>window.pwned=1</script><img src=x onerror=window.pwned=2>\u202e</script>';
  const [authority, key] = await Promise.all([
    createAuthority({ organization: nasty, now: new Date() }),
    makeKeyPair('rsa-2048'),
  ]);
  const names = ['im.contoso.com', '<svg onload=window.pwned=3>.test'];
  const leaf = issueServerCertificate(authority, key, { names, changes: { subject: [{ CN: nasty }] } });
  place.write('nasty.pem', leaf.pem + authority.intermediate.pem);
  const args = ['verify', 'nasty.pem', '--role', 'virtual-server', '--host', 'im.contoso.com', '--trust', 'root.pem'];
  await place.run([...args, '--output', 'html=nasty.html', '--quiet']);
  const { page, requests, complaints } = await browser.open(join(place.folder, 'nasty.html'));
  await page.locator('.matrix tbody a').first().click();
  assert.match(
    (await page.locator('.certificate').first().textContent()) ?? '',
    /window\.pwned=1.*\\u\{202e\}.*<svg onload=window\.pwned=3>\.test/,
  );
  await page.locator('.pem summary').first().click();
  assert.equal(await page.locator('.pem pre').first().textContent(), leaf.pem);
  assert.equal(await page.evaluate('window.pwned'), undefined);
  assert.equal(await page.locator('img').count(), 0);
  await page.close();
  assert.deepEqual([...requests, ...complaints], []);
});
