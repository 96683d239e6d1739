import type { TemporaryFolder } from '../../estate/temporary-folder.ts';
import { blackboxExporter } from './blackbox-exporter.ts';
import { certmusterContestants } from './certmuster.ts';
import type { Contestant } from './contestant.ts';
import { goLoops, nodeLoops } from './handshake-loops.ts';
import { processesPerEndpoint } from './processes-per-endpoint.ts';

/** Those who can be run on this machine, certmuster first, and the names of those that are not installed. */
export interface Field {
  readonly contestants: readonly Contestant[];
  readonly missing: readonly string[];
}

/** What `test/install-tools.sh` installs has to be there; everything else may be missing. */
export function findContestants(folder: TemporaryFolder): Field {
  const go = goLoops(folder);
  const tools = [...processesPerEndpoint()];
  return {
    contestants: [
      ...certmusterContestants(folder),
      blackboxExporter(folder),
      ...nodeLoops(),
      ...go,
      ...tools.flatMap(([, contestant]) => contestant ?? []),
    ],
    missing: [
      ...(go.length === 0 ? ['go'] : []),
      ...tools.flatMap(([name, contestant]) => (contestant === undefined ? [name] : [])),
    ],
  };
}
