import type { Presentation } from '../../src/lab/tls-listener.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

let written = 0;

/** Writes what a server presents as the two PEM files that every server wants. */
export function presentedFiles(folder: TemporaryFolder, presentation: Presentation): { chain: string; key: string } {
  written += 1;
  return {
    chain: folder.write(`chain-${written}.pem`, presentation.chain.map(({ pem }) => pem).join('')),
    key: folder.write(`key-${written}.pem`, presentation.key.pem),
  };
}
