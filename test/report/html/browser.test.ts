import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { Page } from 'playwright-core';

import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';
import { type Browser, type OpenReport, startBrowser } from './browser.ts';
import { warnedEndpoint } from '../warned-endpoint.ts';
import { hostileReport, largeReport, reportFolder } from './reports.ts';
import { seriousFaults } from './serious-faults.ts';

const folder = reportFolder();
let browser: Browser;
let sample: string;
let large: string;
let nasty: string;
let waived: string;

before(async () => {
  browser = await startBrowser();
  sample = await folder.write('sample.html', sampleReport);
  large = await folder.write('large.html', largeReport(2_000));
  waived = await folder.write('waived.html', waivedReport());
  nasty = await folder.write('nasty.html', hostileReport());
});
after(async () => {
  await browser.close();
  folder.remove();
});

test('opened from disk it shows causes, picture, counts, expiries and matrix, asks for nothing and complains of nothing', async () => {
  const report = await browser.open(sample);
  const { page } = report;
  assert.equal(await page.locator('svg.picture').count(), 1);
  assert.deepEqual(await page.locator('.tile strong').allTextContents(), ['2', '1', '1', '0', '1']);
  assert.equal(await page.locator('#causes .cause').count(), 3);
  assert.ok((await page.locator('.expiries li').count()) > 0);
  assert.equal(await page.locator('.matrix tbody tr[data-at]').count(), sampleReport.endpoints.length);
  assert.equal(await page.locator('#unobservable pre.command').first().textContent(), 'certutil -store -v My');
  await assertQuiet(report);
});

test('search, verdict, role, cause, check and result filter the matrix and say how many are left', async () => {
  const report = await browser.open(large);
  const { page } = report;
  const left = () => page.locator('#matched').textContent();
  assert.equal(await left(), '2,000 endpoints');
  await page.fill('#filter [name=q]', 'SITE7. as-host');
  assert.equal(await left(), '3 of 2,000 endpoints');
  await page.click('#filter button');
  await page.selectOption('#filter [name=verdict]', 'fail');
  assert.equal(await left(), '286 of 2,000 endpoints');
  await page.selectOption('#filter [name=role]', 'mtls');
  assert.match((await left()) ?? '', /^5[78] of/);
  await page.click('#filter button');
  await page.selectOption('#filter [name=check]', 'expiry-margin');
  await page.selectOption('#filter [name=outcome]', 'fail');
  assert.equal(await left(), '286 of 2,000 endpoints');
  assert.deepEqual(await page.locator('.matrix thead .check').allTextContents(), ['expiry-margin']);
  await page.selectOption('#filter [name=columns]', 'all checks');
  assert.equal(await page.locator('.matrix thead .check').count(), 39);
  await page.click('#filter button');
  await page.selectOption('#filter [name=cause]', { label: 'The title of a broken key-usage' });
  assert.equal(await left(), '286 of 2,000 endpoints');
  await assertQuiet(report);
});

test('only the rows in view exist, and scrolling to the end brings the last one', async () => {
  const { page } = await browser.open(large);
  assert.ok((await page.locator('.matrix tbody tr').count()) < 100);
  await page.locator('#matrix-scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await page.locator('.matrix tr[data-at="1999"]').waitFor();
  await page.close();
});

test('the keyboard walks down the rows, beyond those that exist, and opens an endpoint', async () => {
  const report = await browser.open(large);
  const { page } = report;
  await page.locator('.matrix tbody a').first().focus();
  for (let step = 0; step < 45; step += 1) await page.keyboard.press('ArrowDown');
  assert.equal(await focusedRow(page), '45');
  await page.keyboard.press('End');
  assert.equal(await focusedRow(page), '1999');
  await page.keyboard.press('Enter');
  await page.locator('#endpoint h1').waitFor();
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1');
  await page.goBack();
  await page.locator('#matrix').waitFor();
  await assertQuiet(report);
});

test('an endpoint page shows chain and path side by side, findings with their source, PEM, and its neighbours', async () => {
  const report = await browser.open(large, { hash: `e/${encodeURIComponent(largeReport(20).endpoints[4]?.id ?? '')}` });
  const { page } = report;
  assert.match((await page.locator('#endpoint h1').textContent()) ?? '', /^mtls-4\.site0/);
  assert.equal(await page.locator('.chains .certificates').count(), 2);
  assert.match((await page.locator('.finding').first().textContent()) ?? '', /Fix.*Why.*Source.*What was seen/s);
  await page.locator('.pem summary').first().click();
  const pem = (await page.locator('.pem pre').first().textContent()) ?? '';
  assert.match(pem, /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/);
  await page.getByRole('link', { name: 'Next' }).click();
  await page.locator('#endpoint h1', { hasText: 'as-host-11.site0' }).waitFor();
  await assertQuiet(report);
});

test('a link of the report filters the matrix; a link to an endpoint that is not there says so', async () => {
  const { page } = await browser.open(sample, { hash: 'm/check=key-usage&outcome=fail' });
  assert.equal(await page.locator('#matched').textContent(), '2 of 5 endpoints');
  const cause = page.locator('.cause', { hasText: 'broken key-usage' });
  await cause.locator('summary').click();
  await cause.getByRole('link', { name: 'Show in the table' }).click();
  assert.equal(await page.locator('#matched').textContent(), '2 of 5 endpoints');
  const lost = await browser.open(sample, { hash: 'e/none%' });
  assert.match((await lost.page.locator('#endpoint').textContent()) ?? '', /no such endpoint/);
  await lost.page.close();
  await page.close();
});

test('hostile text is shown and never run, on the overview and on every endpoint page', async () => {
  const report = await browser.open(nasty);
  const { page } = report;
  for (const link of await page.locator('.matrix tbody a').all()) {
    const target = await link.getAttribute('href');
    await page.evaluate((hash) => Object.assign(globalThis, { location: hash }), target);
    await page.locator('#endpoint h1').waitFor();
    assert.equal(
      await page
        .locator('img, iframe, object, script:not([type="application/json"]):not(body > script:last-child)')
        .count(),
      0,
    );
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
    await page.goBack();
  }
  await page.fill('#filter [name=q]', '<img');
  assert.equal(await page.locator('#matched').textContent(), '1 of 2 endpoints');
  await assertQuiet(report);
});

test('a row names the worst cause of its endpoint, and rows of one cause stand together, the worst first', async () => {
  const report = await browser.open(sample);
  const { page } = report;
  assert.deepEqual(await page.locator('.matrix tbody .cause-title').allTextContents(), [
    'The title of a broken key-usage',
    'The title of a broken key-usage',
    'The connection was refused.',
    'The title of a broken expiry-margin',
    '',
  ]);
  await page.selectOption('#filter [name=order]', 'as declared');
  assert.equal(await page.locator('.matrix tbody .cause-title').first().textContent(), '');
  await assertQuiet(report);
});

test('waived is neither green nor anything else: in picture, counts, matrix and on the page of the endpoint', async () => {
  const report = await browser.open(waived);
  const { page } = report;
  const looks = await page.evaluate(`['waived', 'pass', 'warn', 'fail', 'unreachable'].map((look) => {
    const badge = document.createElement('span');
    badge.className = 'badge is-' + look;
    document.body.append(badge);
    return getComputedStyle(badge).backgroundColor;
  })`);
  assert.equal(new Set(looks as string[]).size, 5);
  assert.equal(await page.locator('.picture .row.is-waived').count(), 1);
  assert.match((await page.locator('.tile.is-waived').textContent()) ?? '', /1 ~ waived/);
  assert.equal(await page.locator('.matrix td.verdict.is-waived').textContent(), '~ waived');
  assert.equal(await page.locator('.matrix .cell.is-waived').textContent(), '~');
  await page.locator('.matrix tbody a').first().click();
  assert.match((await page.locator('.finding.is-waived').textContent()) ?? '', /error, waived.*by A\. Datum/s);
  await assertQuiet(report);
});

test('on a phone the page does not scroll sideways, the picture does, and a hint says so', async () => {
  const path = await folder.write(
    'array.html',
    reportOf([endpoint({ role: 'load-balancer' }), endpoint({ server: 'a.test' })]),
  );
  const report = await browser.open(path, { width: 400, height: 860 });
  const { page } = report;
  assert.ok(await page.evaluate('document.documentElement.scrollWidth <= 400'));
  assert.ok(
    await page.locator('.scroller.is-wide').evaluate((scroller) => scroller.scrollWidth > scroller.clientWidth),
  );
  assert.ok(await page.locator('.scroll-hint').isVisible());
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.ok(!(await page.locator('.scroll-hint').isVisible()));
  await assertQuiet(report);
});

test('on paper pages are numbered, no cause is cut in two, and no heading ends a page', async () => {
  const findings = Array.from({ length: 12 }, (_, at) => finding(`check-${at}`, 'fail'));
  const path = await folder.write('paper.html', reportOf([endpoint({ verdict: 'fail', findings })], []));
  const { page } = await browser.open(path);
  await page.emulateMedia({ media: 'print' });
  const styles = async (selector: string, property: string) =>
    (await page.evaluate(
      `[...document.querySelectorAll('${selector}')].map((each) => getComputedStyle(each).getPropertyValue('${property}'))`,
    )) as readonly string[];
  assert.deepEqual([...new Set(await styles('.cause', 'break-inside'))], ['avoid']);
  assert.deepEqual([...new Set(await styles('h2, h3, h4, summary', 'break-after'))], ['avoid']);
  const boxes = await page.evaluate(
    `[...document.styleSheets[0].cssRules].filter((rule) => rule instanceof CSSPageRule).map((rule) => rule.cssText).join()`,
  );
  assert.match(String(boxes), /counter\(page\) " of " counter\(pages\)/);
  await page.close();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the ${scheme} report, nor on an endpoint page`, async () => {
    const { page } = await browser.open(sample, { scheme });
    for (const each of await page.locator('details').all())
      await each.evaluate((details) => details.setAttribute('open', ''));
    assert.deepEqual(await seriousFaults(page), []);
    await page.locator('.matrix tbody a').nth(1).click();
    for (const each of await page.locator('details').all())
      await each.evaluate((details) => details.setAttribute('open', ''));
    assert.deepEqual(await seriousFaults(page), []);
    await page.close();
    const accepted = await browser.open(waived, { scheme });
    assert.deepEqual(await seriousFaults(accepted.page), []);
    await accepted.page.close();
  });
}

test('paper gets every row and what was folded, and the screen is as before afterwards', async () => {
  const { page } = await browser.open(large);
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  assert.equal(await page.locator('.matrix tbody tr[data-at]').count(), 500);
  assert.equal(await page.locator('#matched').textContent(), 'The first 500 of 2,000 endpoints.');
  assert.equal(await page.locator('.cause:not([open])').count(), 0);
  await page.evaluate("dispatchEvent(new Event('afterprint'))");
  assert.ok((await page.locator('.matrix tbody tr').count()) < 100);
  assert.equal(await page.locator('.cause[open]').count(), 0);
  assert.equal(await page.locator('#matched').textContent(), '2,000 endpoints');
  await page.close();
});

test('a report of one endpoint outside any deployment has no picture of one and is whole all the same', async () => {
  const lone = endpoint({
    id: '-|-/server/a.test@192.0.2.1:443',
    deployment: null,
    virtualServer: null,
    role: 'server',
  });
  const path = await folder.write('lone.html', { ...sampleReport, endpoints: [lone], deploymentFindings: [] });
  const report = await browser.open(path);
  assert.equal(await report.page.locator('svg.picture').count(), 0);
  assert.equal(await report.page.locator('.tile').count(), 5);
  await assertQuiet(report);
});

test('an endpoint page names the warning alerts of the server, and says what they mean', async () => {
  const warned = warnedEndpoint(['unrecognized_name', 'no_renegotiation']);
  const path = await folder.write('warned.html', reportOf([warned]));
  const report = await browser.open(path, { hash: `e/${encodeURIComponent(warned.id)}` });
  assert.match(
    (await report.page.locator('.facts').textContent()) ?? '',
    /Warning alerts\s*unrecognized_name: the server does not know the server name \(SNI\) that was sent, no_renegotiation/,
  );
  await assertQuiet(report);
});

function waivedReport() {
  const waiver = { by: 'A. Datum', reason: 'the vendor ships in January', until: '2027-01-31' };
  return reportOf([endpoint({ verdict: 'waived', findings: [finding('key-usage', 'fail', { waiver })] })], []);
}

async function assertQuiet({ page, requests, complaints }: OpenReport): Promise<void> {
  await page.close();
  assert.deepEqual(requests, []);
  assert.deepEqual(complaints, []);
}

async function focusedRow(page: Page): Promise<unknown> {
  return await page.evaluate("document.activeElement.closest('tr')?.dataset.at");
}
