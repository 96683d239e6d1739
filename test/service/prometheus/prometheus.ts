import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { startServer } from '../../estate/server-process.ts';
import type { TemporaryFolder } from '../../estate/temporary-folder.ts';

/** A real Prometheus, as Debian packages it. */
export interface Prometheus {
  /** The value of every series that an expression gives, by its labels. Throws if Prometheus does not accept it. */
  readonly query: (expression: string) => Promise<readonly Sample[]>;
  /** Asks again until there are such samples. */
  readonly waitFor: (
    expression: string,
    isEnough?: (samples: readonly Sample[]) => boolean,
  ) => Promise<readonly Sample[]>;
  /** The same for an alert that fires. */
  readonly waitForAlert: (name: string) => Promise<readonly Sample[]>;
  readonly targets: () => Promise<readonly { readonly health: string; readonly lastError: string }[]>;
  readonly stop: () => Promise<void>;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const askAgainMs = 100;
/** A minute and more: scrapes are a second apart. */
const maxAsked = 900;

/** Starts it with a configuration. */
export async function startPrometheus(folder: TemporaryFolder, configuration: string): Promise<Prometheus> {
  const file = folder.write('prometheus.yml', configuration);
  mkdirSync(join(folder.path, 'data'), { recursive: true });
  const server = await startServer((port) => ({
    command: 'prometheus',
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
  }));
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/${path}`);
    const body = (await answer.json()) as { readonly status: string; readonly error?: string; readonly data: unknown };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error ?? answer.status}`);
    return body.data;
  };
  const query: Prometheus['query'] = async (expression) => {
    const data = await ask(`query?${new URLSearchParams({ query: expression })}`);
    const { result } = data as {
      readonly result: readonly { readonly metric: Sample['labels']; readonly value: readonly [number, string] }[];
    };
    return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  };
  const waitFor: Prometheus['waitFor'] = async (expression, isEnough = (samples) => samples.length > 0) => {
    for (let asked = 0; asked < maxAsked; asked += 1) {
      const samples = await query(expression);
      if (isEnough(samples)) return samples;
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    }
    throw new Error(`never came: ${expression}`);
  };
  return {
    query,
    waitFor,
    waitForAlert: (name) => waitFor(`ALERTS{alertname="${name}",alertstate="firing"}`),
    targets: async () => {
      const { activeTargets } = (await ask('targets')) as {
        readonly activeTargets: Awaited<ReturnType<Prometheus['targets']>>;
      };
      return activeTargets;
    },
    stop: () => server.stop(),
  };
}
