import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hostile } from '../../report/html/reports.ts';
import { failing, leaf, record, serving } from '../../history/runs.ts';
import { createOutbox } from '../../../src/history/outbox.ts';
import { change, notification } from '../notify/notifications.ts';
import { createScheduleLedger } from '../../../src/history/schedule-ledger.ts';
import { manyEndpoints, recordEvents } from './eventful-history.ts';
import { now, servePage } from './service-for.ts';

const endpointPath = (address: string): string =>
  `/endpoints/${encodeURIComponent(`contoso|im.contoso.com/virtual-server/im.contoso.com@${address}:443`)}`;

test('before the first run the overview says so, when a schedule is due, and offers to run it', async (context) => {
  const { get, schedules, board } = await servePage(context);
  const { status, text } = await get('/');
  assert.equal(status, 200);
  assert.match(text, /Nothing has been audited yet.*Run now.*2027-02-02 03:00 UTC.*in 15 hours/s);
  for (const path of ['/causes', '/endpoints', '/certificates', '/runs']) assert.equal((await get(path)).status, 200);
  board.start('targets.json', new Date(), 17);
  schedules[0] = {
    name: 'targets.json',
    runningSince: new Date('2027-02-01T11:59:00Z'),
    nextAt: undefined,
    startsAt: undefined,
    lastEnded: undefined,
  };
  board.endpoint('targets.json', { verdict: 'fail' });
  const running = (await get('/')).text;
  assert.match(running, /The first run is under way/);
  assert.match(
    running,
    /targets\.json<\/strong> is running <progress[^>]*max="17" value="1"><\/progress> 1 of 17 endpoints, 1 failing/,
  );
  assert.doesNotMatch(running, /Run now/);
});

test('the overview says what stands, with its remedy, what changed, and what was renewed but not everywhere', async (context) => {
  const { get, database } = await servePage(context);
  recordEvents(database);
  const { text } = await get('/');
  assert.match(text, /Of 4 endpoints, 1 fails, 1 is unreachable, 2 pass\./);
  assert.match(text, /2 causes to fix <span class="faint">2 errors<\/span>/);
  assert.match(text, /The title of a broken expiry-margin.*<strong>Fix:<\/strong> [A-Z]/s);
  assert.match(text, /Renewed, but not everywhere.*not yet on .*virtual-server im\.contoso\.com@10\.0\.0\.2:443/s);
  assert.match(
    text,
    /Run 3<\/a>.*No longer answering.*Run 2<\/a>.*<strong>New<\/strong>.*<strong>Worse \(was warning\)<\/strong>.*Renewed.*Replaced by a different certificate.*<strong>Fixed<\/strong>/s,
  );
  assert.match(text, /As of <time[^>]*>2027-01-03 00:00 UTC<\/time>/);
});

test('a cause of two schedules is listed once, and causes are numbered as the picture refers to them', async (context) => {
  const { get, database } = await servePage(context);
  const at = failing(serving('10.0.0.1', 'a'), 'key-strength', 'critical');
  record(database, 1, [at]);
  record(database, 2, [at, failing(serving('10.0.0.2', 'a'), 'name-match', 'error')], { series: 'other' });
  const { text } = await get('/');
  assert.match(text, /2 causes to fix <span class="faint">1 critical, 1 error<\/span>/);
  assert.match(text, /run 2<\/a> of other, which is not a schedule; .*run 1<\/a> of targets\.json<\/p>/);
  assert.equal(text.match(/<details class="cause /g)?.length, 2);
  assert.match(text, /: fail, cause 1<\/title>/);
  assert.match(text, /: fail, cause 2<\/title>/);
});

test('a cause has a page by itself, also when it is gone', async (context) => {
  const { get, database } = await servePage(context);
  recordEvents(database);
  const stands = await get('/causes/name-match%2Fbroken');
  assert.match(stands.text, /What to do.*waivers.*- check: &quot;name-match&quot;/s);
  const gone = await get('/causes/key-strength%2Fbroken');
  assert.match(gone.text, /Gone since <time[^>]*>2027-01-02 00:00 UTC/);
  assert.doesNotMatch(gone.text, /- check:/);
  assert.equal((await get('/causes/none')).status, 404);
});

test('the page of an endpoint tells what it presented in time, how that was judged, and that it does not answer', async (context) => {
  const { get, database } = await servePage(context);
  recordEvents(database);
  const renewed = (await get(endpointPath('10.0.0.1'))).text;
  assert.match(renewed, /renewed<\/span><ul><li>a new key<\/li><li>expires 2028-01-20 instead of 2027-02-08<\/li>/);
  assert.match(renewed, /Earlier causes.*\/causes\/key-strength%2Fbroken/s);
  assert.match(renewed, /<svg class="history-strip"/);
  const replaced = (await get(endpointPath('10.0.0.4'))).text;
  assert.match(replaced, /material change<\/span><ul><li>issuer CN=Other CA instead of CN=Contoso CA/);
  const unreachable = (await get(endpointPath('10.0.0.3'))).text;
  assert.match(
    unreachable,
    /It did not answer: No answer\. What follows is what it presented when it last did, at <time[^>]*>2027-01-02/,
  );
  assert.equal((await get('/endpoints/none')).status, 404);
});

test('certificates: the next to expire first, what is served nowhere any more apart, both searched', async (context) => {
  const { get, database } = await servePage(context);
  recordEvents(database);
  const served = (await get('/certificates')).text;
  assert.match(served, /Where each is served.*2027-01-01.*expired 31 days ago.*2027-02-08.*in 6 days.*2028-01-20/s);
  assert.match(served, /id="unfinished"/);
  const former = (await get('/certificates?served=no')).text;
  assert.match(former, /1 certificate<.*no endpoint since <time[^>]*>2027-01-01/s);
  assert.match((await get('/certificates?q=other+ca')).text, /<p role="status">1 certificate<\/p>/);
  assert.match((await get('/certificates?q=nothing')).text, /<p role="status">0 certificates<\/p>/);
});

test('runs are listed with their counts; one shows what changed, and why there is no full report', async (context) => {
  const { get, database } = await servePage(context);
  recordEvents(database);
  const { text } = await get('/runs');
  assert.match(text, /Run 3<.*Run 2<.*Run 1</s);
  assert.match((await get('/runs?before=3')).text, /Run 2<.*Run 1</s);
  assert.match((await get('/runs/1')).text, /It is the first run of targets\.json/);
  assert.match((await get('/runs/3')).text, /imported from a report.*No longer answering/s);
  assert.equal((await get('/runs/99')).status, 404);
  assert.equal((await get('/runs/x')).status, 404);
  const refused = await get('/runs/3/report');
  assert.equal(refused.status, 404);
  assert.match(refused.text, /Run 3 has no observations/);
});

test('thousands of endpoints are paged, filtered by what the form and links say, and ordered', async (context) => {
  const { get, database } = await servePage(context);
  record(database, 1, manyEndpoints(250));
  const { text } = await get('/endpoints');
  assert.match(text, /250 endpoints/);
  assert.equal(text.match(/<tr><td>/g)?.length, 100);
  assert.match(text, /Page 1 of 3/);
  assert.equal((await get('/endpoints?page=3')).text.match(/<tr><td>/g)?.length, 50);
  assert.match((await get('/endpoints?page=9')).text, /Page 3 of 3/);
  assert.match((await get('/endpoints?q=SITE7.+10.1.0.14')).text, /10 of 250 endpoints/);
  const failed = (await get('/endpoints?verdict=fail')).text;
  assert.match(failed, /36 of 250 endpoints/);
  assert.doesNotMatch(failed, /Page 1 of/);
  assert.match((await get('/endpoints?cause=expiry-margin%2Fbroken')).text, /36 of 250 endpoints/);
  assert.match((await get('/endpoints?q=%3Cimg')).text, /No endpoint matches.*Show all/s);
  assert.match((await get('/endpoints?q=a&q=host-1.')).text, /1 of 250 endpoints/);
});

test('names of certificates and of what answers are shown and never markup, on every page', async (context) => {
  const { get, database } = await servePage(context);
  const chain = [leaf('nasty', { subject: hostile, issuer: hostile, dnsNames: [hostile] })];
  const nasty = serving('10.0.0.1', 'x', {
    id: `-|-/server/${hostile}@10.0.0.1:443`,
    deployment: hostile,
    server: hostile,
    host: hostile,
    chain,
  });
  const cause = failing(nasty, 'key-strength');
  const turned = cause.causes.map((each) => ({
    ...each,
    title: hostile,
    remedy: hostile,
    why: hostile,
    key: hostile,
    places: [hostile],
    citation: { document: hostile, section: hostile, url: 'javascript:window.pwned=3' },
  }));
  record(database, 1, [serving('10.0.0.1', 'y', { ...nasty, chain: [leaf('other', { subject: hostile })] })], {
    series: hostile,
  });
  record(database, 2, [{ ...cause, causes: turned }], { series: hostile });
  const paths = [
    '/',
    '/causes',
    '/endpoints',
    '/certificates',
    '/runs',
    '/runs/2',
    `/causes/${encodeURIComponent(hostile)}`,
    `/endpoints/${encodeURIComponent(nasty.id)}`,
    `/endpoints?q=${encodeURIComponent(hostile)}`,
  ];
  for (const path of paths) {
    const { status, text } = await get(path);
    assert.ok(status === 200 || status === 404, path);
    assert.doesNotMatch(text, /<img|onerror="|<script>|href="javascript:|\u202e/, path);
    assert.equal(text.match(/<script/g)?.length, 1, path);
  }
  assert.match((await get('/')).text, /&lt;img src=x/);
});

test('what is wrong with the configuration, and why a run could not be made, stands on the overview', async (context) => {
  const { get, database, setConfiguration } = await servePage(context);
  recordEvents(database);
  setConfiguration({
    error: { at: new Date('2027-02-01T10:00:00Z'), message: 'schedules[0].cron: <b> is not a cron expression' },
  });
  createScheduleLedger(database).noteFailure(
    'targets.json',
    new Date('2027-02-01T03:00:00Z'),
    'targets.json does not exist',
  );
  const { text } = await get('/');
  assert.match(text, /service\.yaml has errors.*2027-02-01 10:00 UTC.*stays in force.*&lt;b&gt; is not a cron/s);
  assert.match(text, /The last run failed:<\/strong> targets\.json does not exist/);
});

test('the button runs a schedule and leads back; another name is not found', async (context) => {
  const { url, asked, log } = await servePage(context);
  const post = (name: string) =>
    fetch(`${url}/schedules/${name}/run`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const response = await post('targets.json');
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), '/');
  assert.deepEqual(asked, ['targets.json']);
  assert.match(log.join(), /http: targets\.json was started from the page/);
  assert.equal((await post('none')).status, 404);
  assert.deepEqual(asked, ['targets.json']);
});

test('every page has a policy that allows nothing inline and nothing of others, and the files it names exist', async (context) => {
  const { get, url } = await servePage(context);
  const { headers, text } = await get('/');
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('referrer-policy'), 'same-origin');
  assert.doesNotMatch(text, /<style|style="|<script>|https?:\/\/(?!127)/);
  for (const [, path = ''] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
    const file = await fetch(`${url}${path}`);
    assert.equal(file.status, 200);
    assert.match(file.headers.get('cache-control') ?? '', /immutable/);
    assert.match(file.headers.get('content-type') ?? '', /^text\/(css|javascript)/);
  }
});

test('a channel that fails, and what was given up, stand above everything else; the list delivers it again', async (context) => {
  const { get, url, database, log } = await servePage(context);
  assert.doesNotMatch((await get('/')).text, /channel/);
  assert.match((await get('/notifications')).text, /Nobody is told of what changes\. Add channels/);
  const outbox = createOutbox(database);
  outbox.keepChannels(['mail', 'ops'], now);
  const one = { ...notification([change('a')]), id: '1', summary: 'a <b>' };
  outbox.add(one);
  outbox.add({ ...one, id: '2', summary: 'later' });
  const [first, at] = [outbox.next('ops'), new Date(now.getTime() - 7_200_000)];
  assert.ok(first);
  outbox.noteFailed(first, { at, error: 'status <500>', nextAt: undefined });
  const { text } = await get('/');
  assert.match(
    text,
    /The channel ops has been failing<\/strong> since .*2 hours ago.* 1 notification waits for it\. Correct .*serve --config service\.yaml --test-notification ops<\/code>.*status &lt;500&gt;/s,
  );
  assert.doesNotMatch(text, /channel mail/);
  assert.match(text, /1 notification could not be delivered<\/strong> \(ops\), and was given up/);
  const list = (await get('/notifications')).text;
  assert.match(list, /2 channels.*mail<\/th><td>works.*ops<\/th><td><strong>failing/s);
  assert.match(list, /later.*waiting.*a &lt;b&gt;.*given up<\/strong> after 1 attempt.*Deliver again/s);
  assert.doesNotMatch((await get('/notifications?status=dead')).text, /later/);
  assert.match((await get('/notifications?channel=mail')).text, /There is no such notification/);
  const again = await fetch(`${url}/notifications/${first.number}/resend`, { method: 'POST', redirect: 'manual' });
  assert.deepEqual([again.status, again.headers.get('location')], [303, '/notifications']);
  assert.equal(log.length, 1);
  for (const other of [first.number, 99, 'x'])
    await fetch(`${url}/notifications/${other}/resend`, { method: 'POST', redirect: 'manual' });
  assert.equal(log.length, 1);
  assert.doesNotMatch((await get('/')).text, /given up/);
  outbox.noteDelivered({ ...first }, now);
  assert.doesNotMatch((await get('/')).text, /channel ops/);
});

test('endpoints say from which site they were seen, or should have been', async (context) => {
  const { get, database } = await servePage(context);
  const at = (address: string, more: object) =>
    serving(address, 'a', { id: `-|-/server/${address}`, ...more } as Partial<ReturnType<typeof serving>>);
  record(database, 1, [
    at('10.0.0.1', { site: 'outside', seenFrom: 'outside' }),
    at('10.0.0.2', { site: 'outside' }),
    at('10.0.0.3', {}),
  ]);
  const facts = async (address: string): Promise<string> =>
    (await get(`/endpoints/${encodeURIComponent(`-|-/server/${address}`)}`)).text;
  assert.match(await facts('10.0.0.1'), /Site<\/dt><dd>outside<.*Vantage point<\/dt><dd>outside</s);
  assert.match(await facts('10.0.0.2'), /Site<\/dt><dd>outside<.*Vantage point<\/dt><dd>where the service runs</s);
  assert.doesNotMatch(await facts('10.0.0.3'), /Vantage point|Site<\/dt>/);
  const { text } = await get('/endpoints?site=outside');
  assert.match(text, /<select name="site">.*<option value="outside" selected>.*2 of 3 endpoints/s);
  // Seen from elsewhere the next time.
  record(database, 2, [at('10.0.0.1', { site: 'inside' }), at('10.0.0.2', {}), at('10.0.0.3', {})]);
  assert.match(await facts('10.0.0.1'), /Site<\/dt><dd>inside<.*where the service runs</s);
  assert.doesNotMatch(await facts('10.0.0.2'), /Vantage point/);
});

test('the overview has a section for sites, if there are any', async (context) => {
  const { get, sites, database } = await servePage(context);
  assert.doesNotMatch((await get('/')).text, /<h2 id="sites">/);
  const about = { site: 'outside', broker: 'amqps://mq.contoso.com:5671', schedules: ['contoso'] };
  const seen = { lookedAt: now, trouble: undefined, workers: 1, waiting: 1, lastSign: now };
  sites.push({ ...about, ...seen });
  assert.match(
    (await get('/')).text,
    /1 worker connected.*2027-02-01 12:00 UTC.* 1 batch waits for a worker.*No run has/s,
  );
  record(database, 1, [serving('10.0.0.1', 'a', { site: 'outside', seenFrom: 'outside' })]);
  sites[0] = { ...about, ...seen, workers: undefined, waiting: undefined, trouble: 'a <b>', lastSign: undefined };
  const { text } = await get('/');
  assert.match(
    text,
    /The broker is out of reach:<\/strong> a &lt;b&gt;.*in the run of .*2027-01-01.*1 endpoint<\/a>, 1 of/s,
  );
});
