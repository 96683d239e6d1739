import type { FastifyInstance, FastifyReply } from 'fastify';

import { html } from '../../report/html/markup.ts';
import type { Service } from '../service.ts';
import { causePage } from './cause-page.ts';
import { causesPage } from './causes-page.ts';
import { certificatesPage } from './certificates-page.ts';
import { createRunComparison } from './compare-runs.ts';
import { endpointPage } from './endpoint-page.ts';
import { endpointsPage } from './endpoints-page.ts';
import { createLiveEvents } from './live-events.ts';
import { followRuns } from './live-state.ts';
import { notificationsPage } from './notifications-page.ts';
import { overviewPage } from './overview-page.ts';
import { pageAssets } from './page-assets.ts';
import { type PageContent, renderPage } from './page-frame.ts';
import { pageHeaders } from './page-headers.ts';
import { addRunReport } from './add-run-report.ts';
import { readRunNumber } from './read-query.ts';
import { runPage } from './run-page.ts';
import { runsPage } from './runs-page.ts';

/** The pages at `/`, the events that keep them up to date, and the button that starts a schedule. */
export function addPage(server: FastifyInstance, service: Service): void {
  void server.register(async (routes) => await addRoutes(routes, service));
}

async function addRoutes(routes: FastifyInstance, service: Service): Promise<void> {
  const { style, script } = await pageAssets();
  const live = followRuns(service.board, service.startedAt);
  const events = createLiveEvents(live);
  const compare = createRunComparison(service.database);
  const send = (reply: FastifyReply, content: PageContent, status = 200): FastifyReply => {
    const context = { version: service.version, live: live.state(), style: style.path, script: script.path };
    return reply.code(status).headers(pageHeaders).type('text/html; charset=utf-8').send(renderPage(content, context));
  };
  const sendOr404 = (reply: FastifyReply, content: PageContent | undefined, missing: PageContent): FastifyReply =>
    content === undefined ? send(reply, missing, 404) : send(reply, content);

  routes.get('/', (_request, reply) => send(reply, overviewPage(service, compare)));
  routes.get('/causes', ({ query }, reply) => send(reply, causesPage(service, query)));
  routes.get<Wildcard>('/causes/*', ({ params }, reply) =>
    sendOr404(reply, causePage(service, params['*']), notFound('causes', 'The history has no such cause.')),
  );
  routes.get('/endpoints', ({ query }, reply) => send(reply, endpointsPage(service, query)));
  routes.get<Wildcard>('/endpoints/*', ({ params }, reply) =>
    sendOr404(reply, endpointPage(service, params['*']), notFound('endpoints', 'No run has seen such an endpoint.')),
  );
  routes.get('/certificates', ({ query }, reply) => send(reply, certificatesPage(service, query)));
  routes.get('/runs', ({ query }, reply) => send(reply, runsPage(service, query)));
  routes.get<Numbered>('/runs/:run', ({ params }, reply) => {
    const number = readRunNumber(params.run);
    const content = number === undefined ? undefined : runPage(service, number, compare);
    return sendOr404(reply, content, notFound('runs', 'There is no such run, or it was forgotten.'));
  });
  routes.get('/notifications', ({ query }, reply) => send(reply, notificationsPage(service, query)));
  addRunReport(routes, service, (reply, status, message) => send(reply, refusal('runs', message), status));

  for (const { path, type, body } of [style, script]) {
    routes.get(path, (_request, reply) =>
      reply
        .headers({ ...pageHeaders, 'cache-control': 'private, max-age=31536000, immutable' })
        .type(type)
        .send(body),
    );
  }
  routes.get('/events', { exposeHeadRoute: false }, (_request, reply) => {
    if (events.isFull()) return reply.code(503).header('retry-after', '60').send();
    const headers = { ...reply.getHeaders(), ...eventHeaders } as Readonly<Record<string, string>>;
    reply.hijack();
    reply.raw.writeHead(200, headers);
    events.add(reply.raw);
    return reply;
  });
  routes.addHook('preClose', async () => {
    events.close();
    live.close();
  });

  // A form without fields: the schedule is in its path.
  if (!routes.hasContentTypeParser(formType))
    routes.addContentTypeParser(formType, { parseAs: 'string' }, (_request, _body, done) => done(null, undefined));
  routes.post<Named>('/schedules/:name/run', ({ params: { name } }, reply) => {
    const isKnown = service.scheduler.status().some((each) => each.name === name);
    if (!isKnown) return send(reply, notFound('overview', `There is no schedule ${name}.`), 404);
    // If it runs already, the page shows that.
    if (service.scheduler.runNow(name)) service.log(`http: ${name} was started from the page`);
    return reply.code(303).header('location', '/').send();
  });
  routes.post<Numbered>('/notifications/:run/resend', ({ params: { run: text } }, reply) => {
    const number = readRunNumber(text);
    // If it is no longer given up, the page shows that.
    if (number !== undefined && service.resendNotification(number))
      service.log(`notification ${number}: to be delivered again was asked for on the page`);
    return reply.code(303).header('location', '/notifications').send();
  });
}

interface Wildcard {
  Params: { '*': string };
}
interface Numbered {
  Params: { run: string };
}
interface Named {
  Params: { name: string };
}

const formType = 'application/x-www-form-urlencoded';

const eventHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

function notFound(section: PageContent['section'], message: string): PageContent {
  return refusal(section, message, 'Not found');
}

function refusal(section: PageContent['section'], message: string, title = 'Not now'): PageContent {
  return {
    title,
    section,
    main: html`<header><h1 tabindex="-1">${title}</h1><p class="verdict-line">${message}</p></header><p><a href="/">To the overview</a></p>`,
  };
}
