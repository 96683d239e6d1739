import { lastOccurrence } from '../../history/last-occurrence.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import type { ScheduleStatus } from '../schedule/scheduler.ts';
import type { Service } from '../service.ts';
import { runLink } from './service-links.ts';
import { showAge } from './show-instant.ts';

/** The schedules: when each ran last and is due next, what went wrong, and a button that runs it now. */
export function scheduleList(service: Service): Markup {
  const schedules = service.scheduler.status();
  return html`<section class="card" aria-labelledby="schedules"><h2 id="schedules">Schedules</h2>${schedules.map((each) => scheduleItem(each, service))}</section>`;
}

function scheduleItem({ name, runningSince, nextAt }: ScheduleStatus, service: Service): Markup {
  const now = service.environment.now();
  const last = lastOccurrence(service.database, name);
  const next = nextAt === undefined ? html`never again` : html`${showAge(nextAt.toISOString(), now)}`;
  const state =
    runningSince === undefined ? html`Next: ${next}` : html`Running since ${showAge(runningSince.toISOString(), now)}`;
  return html`<div class="schedule">${runningSince === undefined ? runButton(name) : ''}<p><strong>${name}</strong></p><p>${state}</p><p>Last: ${last === undefined ? 'none yet' : html`${showAge(last.dueAt, now)}${last.run === null ? '' : html`, <a href="${runLink(last.run)}">run ${last.run}</a>`}`}</p>${last?.error == null ? '' : html`<p class="error"><strong>The last run failed:</strong> ${last.error}</p>`}</div>`;
}

function runButton(name: string): Markup {
  return html`<form method="post" action="/schedules/${encodeURIComponent(name)}/run"><button type="submit">Run now<span class="spoken">: ${name}</span></button></form>`;
}
