import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type ScheduleConfig, type ServiceConfig, serviceConfigSchema } from '../../model/service-config.ts';
import { shapeProblems } from '../../model/shape-problems.ts';
import type { HttpPlan } from '../../service/http/http-server.ts';
import { type DueTimes, readDueTimes } from '../../service/schedule/due-times.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import type { Arguments, Option } from '../command.ts';
import { readTextFile } from '../input/input-file.ts';
import type { InputError } from '../input/report-input-errors.ts';
import { planHttp } from './plan-http.ts';
import { type NotificationPlan, planNoNotifications, planNotifications } from './plan-notifications.ts';
import { parseDays } from '../options/days.ts';
import { parseDuration } from '../options/duration.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { objectToKey, readValue } from '../settings/read-config-file.ts';

/** A configuration without mistakes that can be seen before its targets are read. */
export interface ServicePlan {
  readonly history: string;
  /** Days; undefined: for ever. */
  readonly keptDays: number | undefined;
  readonly schedules: readonly PlannedSchedule[];
  /** Undefined: there is no HTTP interface. */
  readonly http: HttpPlan | undefined;
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
  context: Pick<ProcessContext, 'environment' | 'now'>,
): Promise<Result<ServicePlan, readonly InputError[]>> {
  const file = await readTextFile(path);
  if (!file.ok) return err([{ about: path, problems: [problem(file.error)] }]);
  const document = await readDocument(file.value.text, path);
  if (!document.ok) return err([{ about: path, problems: document.error }]);
  const { value, problems: faults, locate } = document.value;
  const shaped = serviceConfigSchema.safeParse(value);
  const problems: Problem[] = [...faults];
  if (!shaped.success) problems.push(...shapeProblems(shaped.error.issues, value, serviceConfigSchema));
  const plan = shaped.success ? planService(shaped.data, options, problems) : undefined;
  const notifications = shaped.success ? await planTelling(shaped.data, context, problems) : planNoNotifications();
  const nextStep = '`certmuster schema service` prints the schema of this file.';
  return plan === undefined || problems.length > 0
    ? err([{ about: path, problems, nextStep, locate }])
    : ok({ ...plan, notifications });
}

async function planTelling(
  { notifications, schedules, http }: ServiceConfig,
  context: Pick<ProcessContext, 'environment' | 'now'>,
  problems: Problem[],
): Promise<NotificationPlan> {
  if (notifications === undefined) return planNoNotifications();
  const about = { ...context, schedules: schedules.map(({ name }) => name), publicUrl: http?.publicUrl };
  return await planNotifications(notifications, about, problems);
}

function planService(
  { history, retention, schedules, http }: ServiceConfig,
  options: Readonly<Record<string, Option>>,
  problems: Problem[],
): Omit<ServicePlan, 'notifications'> {
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
  return { history, keptDays, schedules: planned, http: http && planHttp(http, problems) };
}

function readScanArguments(
  { targets, options: written = {} }: ScheduleConfig,
  known: Readonly<Record<string, Option>>,
  report: (name: string, message: string) => void,
): Arguments {
  const values = new Map<string, boolean | readonly string[]>();
  for (const [name, value] of Object.entries(written)) {
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    const read = option === undefined ? err(objectToKey(name, known)) : readValue(value, option);
    if (read.ok) values.set(name, read.value);
    else report(name, read.error);
  }
  const list = (name: string): readonly string[] => {
    const value = values.get(name);
    return typeof value === 'object' ? value : [];
  };
  return {
    positionals: targets,
    list,
    text: (name) => list(name)[0],
    flag: (name) => values.get(name) === true,
    isGiven: (name) => values.has(name),
  };
}
