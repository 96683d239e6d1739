import process from 'node:process';

import { main } from '../src/cli/main.ts';

// What bin/certmuster.js is to an installation, in the single executable.
main().then((exitCode) => process.exit(exitCode));
