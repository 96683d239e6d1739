import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import type { DemoDeployment } from '../../lab/demo-deployment.ts';
import type { Arguments } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { scheduleOptions } from './serve.ts';

/** That of `serve`. */
const defaultPort = 9_443;
/** How soon the first run begins: the page should be open by then. */
const firstRunMs = 4_000;

/** `demo --serve`: the demo deployment with the service on it, until a signal ends it. What it wrote is removed then. */
export async function serveDemo(args: Arguments, context: ProcessContext): Promise<ExitCode> {
  const port = readPort(args.text('port'));
  if (port === undefined) {
    const wrong = problem('is not a port; use a number up to 65535, or 0 for any that is free', '--port');
    return reportInputErrors(context, commandLineErrors([wrong]), 'Nothing was started.');
  }
  const { startDemoDeployment } = await import('../../lab/demo-deployment.ts');
  const { serve } = await import('../service/serve.ts');
  const before = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'certmuster-demo-'));
  const deployment = await startDemoDeployment({ now: context.now() });
  try {
    await writeFiles(folder, { deployment, port, now: context.now() });
    const where = port === 0 ? 'the address below' : `http://127.0.0.1:${port}/`;
    context.say(
      `A Communicator Web Access deployment with planted faults runs on loopback and is audited every minute.\nOpen ${where} in a browser. Ctrl-C ends it and removes its history.`,
    );
    return await serve(onlyConfig(join(folder, 'service.json')), context, scheduleOptions);
  } finally {
    // Windows removes no folder that a process works in.
    process.chdir(before);
    await deployment.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function readPort(text = String(defaultPort)): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return port !== undefined && port <= 65_535 ? port : undefined;
}

interface DemoFiles {
  readonly deployment: DemoDeployment;
  readonly port: number;
  readonly now: Date;
}

/** What an operator would write, and what the deployment's certificates are to be trusted by. */
async function writeFiles(folder: string, { deployment, port, now }: DemoFiles): Promise<void> {
  const { targets, trustFiles, resolve } = deployment;
  const second = new Date(now.getTime() + firstRunMs).getUTCSeconds();
  const config = {
    history: 'audit.db',
    http: { listen: `127.0.0.1:${port}` },
    schedules: [
      {
        name: 'contoso',
        cron: `${second} * * * * *`,
        targets: ['targets.json'],
        options: {
          concurrency: 20,
          timeout: '5s',
          resolve: [...resolve].map(([host, addresses]) => `${host}:${addresses.join(',')}`),
        },
      },
    ],
  };
  const files = [
    ['targets.json', JSON.stringify(targets, null, 2)],
    ['service.json', JSON.stringify(config, null, 2)],
    ...trustFiles,
  ] as const;
  await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)));
}

/** The command line `serve --config FILE`. */
function onlyConfig(file: string): Arguments {
  return {
    positionals: [],
    text: (name) => (name === 'config' ? file : undefined),
    list: (name) => (name === 'config' ? [file] : []),
    flag: () => false,
    isGiven: (name) => name === 'config',
  };
}
