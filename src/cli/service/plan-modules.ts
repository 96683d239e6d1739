import { jsonPath, type Problem } from '../../model/problem.ts';
import type { ModuleConfig } from '../../model/service-config.ts';
import { type AllowedTarget, parseAllowedTarget } from '../../service/probe/allowed-targets.ts';
import type { Arguments, Option } from '../command.ts';
import { siteOptions } from '../options/broker-options.ts';
import { readScanArguments } from './scan-arguments.ts';

/** What `/probe` may be asked for under a name, and how it is audited. */
export interface PlannedModule {
  readonly allowed: readonly AllowedTarget[];
  /** What `scan` would have on its command line to audit a target. */
  readonly argsFor: (target: string) => Arguments;
}

/** Reads the modules, and adds what is wrong to `problems`. */
export function planModules(
  modules: Readonly<Record<string, ModuleConfig>>,
  options: Readonly<Record<string, Option>>,
  problems: Problem[],
): ReadonlyMap<string, PlannedModule> {
  return new Map(
    Object.entries(modules).map(([name, module]) => {
      const report = (path: readonly PropertyKey[], message: string): void =>
        void problems.push({ path: jsonPath(['modules', name, ...path]), message });
      const allowed = module.targets.flatMap((text, index) => {
        const read = parseAllowedTarget(text);
        if (!read.ok) report(['targets', index], read.error);
        return read.ok ? [read.value] : [];
      });
      const read = (target: string, onProblem: (option: string, message: string) => void): Arguments =>
        readScanArguments({ targets: [target], options: module.options }, options, onProblem);
      read('', (option, message) => report(['options', option], message));
      // A probe answers within seconds; a site may be waited for.
      for (const option of Object.keys(module.options ?? {}))
        if (Object.hasOwn(siteOptions, option))
          report(['options', option], 'cannot be used by a module, whose targets are dialed from here; remove it');
      return [name, { allowed, argsFor: (target: string) => read(target, () => undefined) }];
    }),
  );
}
