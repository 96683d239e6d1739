import { err, ok, type Result } from '../../model/result.ts';
import type { ConfigurationState } from '../../service/service.ts';
import type { InputError } from '../input/report-input-errors.ts';
import { inOneLine } from '../input/report-input-errors.ts';
import { readPlan } from './read-plan.ts';
import type { ServicePlace, ServicePlan } from './service-plan.ts';

/** The configuration in force. */
export interface Configuration {
  readonly plan: () => ServicePlan;
  readonly state: () => ConfigurationState;
  /** Reads it again. If it is wrong, the one before stays in force. */
  readonly read: () => Promise<Result<ServicePlan, readonly InputError[]>>;
  /** It was read, and could not be put in force. */
  readonly fail: (message: string) => void;
}

export function createConfiguration(first: ServicePlan, { file, options, context }: ServicePlace): Configuration {
  let plan = first;
  let state: ConfigurationState = { file, readAt: context.now(), error: null };
  return {
    plan: () => plan,
    state: () => state,
    read: async () => {
      const read = await readPlan(file, options, context);
      const at = context.now();
      if (!read.ok) {
        state = { ...state, error: { at, message: inOneLine(read.error) } };
        return err(read.error);
      }
      // Another history needs a restart.
      plan = { ...read.value, history: first.history };
      state = { file, readAt: at, error: null };
      return ok(read.value);
    },
    fail: (message) => {
      state = { ...state, error: { at: context.now(), message } };
    },
  };
}
