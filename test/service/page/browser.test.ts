import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';

import { type Browser, type OpenReport, startBrowser } from '../../report/html/browser.ts';
import { hostile } from '../../report/html/reports.ts';
import { seriousFaults } from '../../report/html/serious-faults.ts';
import { createOutbox } from '../../../src/history/outbox.ts';
import { change, notification } from '../notify/notifications.ts';
import { failing, leaf, record, serving } from '../../history/runs.ts';
import { manyEndpoints, recordEvents } from './eventful-history.ts';
import { now, type ServedPage, servePage } from './service-for.ts';

let browser: Browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser.close());

const endpointPath = `/endpoints/${encodeURIComponent('contoso|im.contoso.com/virtual-server/im.contoso.com@10.0.0.1:443')}`;
const paths = [
  '/',
  '/causes',
  '/causes/name-match%2Fbroken',
  '/causes/key-strength%2Fbroken',
  '/endpoints',
  '/endpoints?q=nothing',
  endpointPath,
  '/certificates',
  '/certificates?served=no',
  '/notifications',
  '/runs',
  '/runs/2',
  '/runs/99',
];

async function serveEvents(context: TestContext): Promise<ServedPage> {
  const served = await servePage(context);
  recordEvents(served.database);
  const outbox = createOutbox(served.database);
  outbox.keepChannels(['ops', 'mail'], now);
  for (const id of ['1', '2', '3']) outbox.add({ ...notification([change(id)]), id });
  const [at, dead] = [now, outbox.next('ops')];
  if (dead !== undefined) outbox.noteFailed(dead, { at, error: 'connect ECONNREFUSED', nextAt: undefined });
  const about = { site: 'outside', broker: 'amqps://mq.contoso.com:5671', schedules: ['targets.json'] };
  served.sites.push(
    { ...about, lookedAt: now, trouble: undefined, workers: 2, waiting: 3, lastSign: now },
    { ...about, site: 'dmz', lookedAt: now, trouble: undefined, workers: 0, waiting: 0, lastSign: undefined },
  );
  return served;
}

async function close({ page, requests, complaints }: OpenReport): Promise<void> {
  await page.close();
  assert.deepEqual(requests, []);
  // A page that is not there is an error to the console, and meant to be.
  assert.deepEqual(
    complaints.filter((each) => !/404/.test(each)),
    [],
  );
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page, ${scheme}, and nothing is asked of others`, async (context) => {
    const { url, setConfiguration, board } = await serveEvents(context);
    setConfiguration({ error: { at: new Date(), message: 'schedules: is missing\nmodules: is wrong' } });
    board.start('targets.json', new Date(), 17);
    for (const path of paths) {
      const opened = await browser.open(`${url}${path}`, { scheme });
      for (const each of await opened.page.locator('details').all())
        await each.evaluate((details) => details.setAttribute('open', ''));
      assert.deepEqual(await seriousFaults(opened.page), [], path);
      await close(opened);
    }
  });
}

test('on a phone no page scrolls sideways', async (context) => {
  const { url } = await serveEvents(context);
  for (const path of paths) {
    const opened = await browser.open(`${url}${path}`, { width: 360, height: 740 });
    assert.equal(await opened.page.evaluate('document.documentElement.scrollWidth'), 360, path);
    if (path === '/') assert.deepEqual(await seriousFaults(opened.page), []);
    await close(opened);
  }
});

test('the keyboard skips to the content, unfolds a cause and follows it to its page', async (context) => {
  const { url } = await serveEvents(context);
  const opened = await browser.open(`${url}/`);
  const { page } = opened;
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('document.activeElement.id'), 'content');
  const focused = async (): Promise<string> => String(await page.evaluate('document.activeElement.tagName'));
  for (let step = 0; step < 10 && (await focused()) !== 'SUMMARY'; step += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.cause[open]').count(), 1);
  await page.locator('.cause[open]').getByRole('link', { name: 'Page of this cause' }).press('Enter');
  await page.locator('h1', { hasText: 'The title of a broken' }).waitFor();
  await close(opened);
});

test('forms filter, and the button runs a schedule', async (context) => {
  const { url, asked } = await serveEvents(context);
  const opened = await browser.open(`${url}/endpoints`);
  const { page } = opened;
  await page.fill('[name=q]', '10.0.0.2');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByText('1 of 4 endpoints').waitFor();
  await page.selectOption('[name=cause]', { label: 'The title of a broken name-match' });
  await page.fill('[name=q]', '');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByText('10.0.0.3').first().waitFor();
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'Run now' }).click();
  await page.waitForURL(`${url}/`);
  assert.deepEqual(asked, ['targets.json']);
  await close(opened);
});

test('progress shows while a run goes on, and when it has ended the page shows what is new and says so', async (context) => {
  const { url, database, board } = await serveEvents(context);
  const opened = await browser.open(`${url}/`);
  const { page } = opened;
  assert.ok(!(await page.locator('#running').isVisible()));
  board.start('targets.json', new Date(), 4);
  board.endpoint('targets.json', { verdict: 'fail' });
  await page.getByText('1 of 4 endpoints, 1 failing').waitFor();
  record(database, 4, [failing(serving('10.0.0.9', 'a'), 'validity-period', 'critical')]);
  board.end('targets.json', { run: 4, error: null });
  await page.locator('.cause', { hasText: 'validity-period' }).waitFor();
  assert.match((await page.locator('#announcer').textContent()) ?? '', /run 4 has ended\. The page shows the new data/);
  assert.ok(!(await page.locator('#running').isVisible()));
  await close(opened);
});

test('whoever reads is not disturbed: a button offers what is new', async (context) => {
  const { url, database, board } = await serveEvents(context);
  const opened = await browser.open(`${url}/`);
  const { page } = opened;
  await page.locator('.cause summary').first().click();
  record(database, 4, [failing(serving('10.0.0.9', 'a'), 'validity-period', 'critical')]);
  board.start('targets.json', new Date(), 1);
  board.end('targets.json', { run: 4, error: null });
  const button = page.getByRole('button', { name: 'Show the new data' });
  await button.waitFor();
  assert.equal(await page.locator('.cause[open]').count(), 1);
  assert.equal(await page.locator('.cause', { hasText: 'validity-period' }).count(), 0);
  assert.deepEqual(await seriousFaults(page), []);
  await button.click();
  await page.locator('.cause', { hasText: 'validity-period' }).waitFor();
  assert.ok(!(await button.isVisible()));
  await close(opened);
});

test('a hostile certificate name runs nothing, neither at first nor when the page is brought up to date', async (context) => {
  const { url, database, board } = await servePage(context);
  const nasty = serving('10.0.0.1', 'x', {
    chain: [leaf('nasty', { subject: hostile, issuer: hostile, dnsNames: [hostile] })],
  });
  record(database, 1, [nasty]);
  const opened = await browser.open(`${url}/`);
  const { page } = opened;
  board.start(hostile, new Date(), 2);
  await page.locator('#running li').waitFor();
  const broken = failing(nasty, 'key-strength');
  record(database, 2, [{ ...broken, causes: broken.causes.map((each) => ({ ...each, title: hostile })) }]);
  board.end(hostile, { run: 2, error: null });
  await page.locator('.cause').waitFor();
  for (const path of ['/certificates', '/endpoints', endpointPath]) {
    await page.goto(`${url}${path}`);
    assert.equal(await page.locator('img, iframe, object, script:not([src])').count(), 0);
    assert.equal(await page.evaluate('window.pwned'), undefined);
  }
  await close(opened);
});

test('a page of thousands of endpoints prints what it shows, and folded causes unfolded', async (context) => {
  const { url, database } = await servePage(context);
  record(database, 1, manyEndpoints(1_000));
  const opened = await browser.open(`${url}/`);
  const { page } = opened;
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  assert.equal(await page.locator('.cause:not([open])').count(), 0);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.getByRole('button', { name: 'Run now' }).isVisible()));
  await close(opened);
});
