import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type ServiceConfig, serviceConfigSchema } from '../../model/service-config.ts';
import { shapeProblems } from '../../model/shape-problems.ts';
import type { HttpPlan } from '../../service/http/http-plan.ts';
import { type DueTimes, readDueTimes } from '../../service/schedule/due-times.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import type { SourceDocument } from '../../targets/documents/source-document.ts';
import type { Arguments, Option } from '../command.ts';
import { readTextFile } from '../input/input-file.ts';
import type { InputError } from '../input/report-input-errors.ts';
import { type HttpSurroundings, planHttp } from './plan-http.ts';
import { type PlannedModule, planModules } from './plan-modules.ts';
import { type NotificationPlan, planNoNotifications, planNotifications } from './plan-notifications.ts';
import { parseDays } from '../options/days.ts';
import { parseDuration } from '../options/duration.ts';
import { problem } from '../problem.ts';
import { readScanArguments } from './scan-arguments.ts';

/** A configuration without mistakes that can be seen before its targets are read. */
export interface ServiceConfigPlan {
  readonly history: string;
  /** Days; undefined: for ever. */
  readonly keptDays: number | undefined;
  readonly schedules: readonly PlannedSchedule[];
  /** Undefined: there is no HTTP interface. */
  readonly http: HttpPlan | undefined;
  /** What `/probe` may be asked for, by name. */
  readonly modules: ReadonlyMap<string, PlannedModule>;
  /** Finds the places of problems in the file. */
  readonly locate: SourceDocument['locate'];
  readonly notifications: NotificationPlan;
}

export interface PlannedSchedule {
  readonly name: string;
  readonly timing: string;
  readonly due: DueTimes;
  readonly jitterMs: number;
  readonly catchesUp: boolean;
  /** What `scan` would have on its command line. */
  readonly args: Arguments;
}

/** Reads the file of `serve --config`. `options`: what a schedule may set. */
export async function readServiceConfig(
  path: string,
  options: Readonly<Record<string, Option>>,
  context: HttpSurroundings,
): Promise<Result<ServiceConfigPlan, readonly InputError[]>> {
  const file = await readTextFile(path);
  if (!file.ok) return err([{ about: path, problems: [problem(file.error)] }]);
  const document = await readDocument(file.value.text, path);
  if (!document.ok) return err([{ about: path, problems: document.error }]);
  const { value, problems: faults, locate } = document.value;
  const shaped = serviceConfigSchema.safeParse(value);
  const problems: Problem[] = [...faults];
  if (!shaped.success) problems.push(...shapeProblems(shaped.error.issues, value, serviceConfigSchema));
  const plan = shaped.success ? { ...planService(shaped.data, options, problems), locate } : undefined;
  const http = shaped.data?.http && (await planHttp(shaped.data.http, problems, context));
  const notifications = shaped.success ? await planTelling(shaped.data, context, problems) : planNoNotifications();
  const nextStep = '`certmuster schema service` prints the schema of this file.';
  return plan === undefined || problems.length > 0
    ? err([{ about: path, problems, nextStep, locate }])
    : ok({ ...plan, http, notifications });
}

async function planTelling(
  { notifications, schedules, http }: ServiceConfig,
  context: HttpSurroundings,
  problems: Problem[],
): Promise<NotificationPlan> {
  if (notifications === undefined) return planNoNotifications();
  const about = { ...context, schedules: schedules.map(({ name }) => name), publicUrl: http?.publicUrl };
  return await planNotifications(notifications, about, problems);
}

function planService(
  { history, retention, schedules, modules = {} }: ServiceConfig,
  options: Readonly<Record<string, Option>>,
  problems: Problem[],
): Omit<ServiceConfigPlan, 'locate' | 'http' | 'notifications'> {
  const names = new Set<string>();
  const planned = schedules.flatMap((schedule, index) => {
    const at = (field: string, message: string): void =>
      void problems.push({ path: jsonPath(['schedules', index, field]), message });
    if (names.has(schedule.name)) at('name', 'is the name of another schedule too; choose one that no other has');
    names.add(schedule.name);
    const due = readDueTimes(schedule.cron, schedule.timeZone ?? 'UTC');
    if (!due.ok) at(due.error.startsWith(JSON.stringify(schedule.cron)) ? 'cron' : 'timeZone', due.error);
    const jitterMs = schedule.jitter === undefined ? 0 : parseDuration(schedule.jitter);
    if (jitterMs === undefined) at('jitter', 'is not a duration; use for instance 30s or 5m');
    const args = readScanArguments(schedule, options, (name, message) =>
      problems.push({ path: jsonPath(['schedules', index, 'options', name]), message }),
    );
    if (!due.ok || jitterMs === undefined) return [];
    const timing = `${schedule.cron} ${schedule.timeZone ?? 'UTC'}`;
    return [{ name: schedule.name, timing, due: due.value, jitterMs, catchesUp: schedule.catchUp ?? true, args }];
  });
  const keptDays = retention === undefined ? undefined : parseDays(retention);
  if (retention !== undefined && keptDays === undefined)
    problems.push({ path: 'retention', message: 'is not a span; use for instance 400d, 18m or 2y' });
  return {
    ...{ history, keptDays, schedules: planned },
    modules: planModules(modules, options, problems),
  };
}
