import { readFileSync } from 'node:fs';

import { repositoryPath } from '../repository-path.ts';

/** Parts of the report's browser script: what imports stands after what it imports. */
const parts = [
  'elements',
  'words',
  'report-data',
  'select-rows',
  'matrix',
  'filter-form',
  'pem',
  'certificate-card',
  'chain-section',
  'finding-cards',
  'endpoint-page',
  'start',
];

/** Parts of its style; paper comes last and overrules the screen. */
const styles = ['base', 'overview', 'causes', 'matrix', 'text', 'endpoint', 'print'];

/** The browser script of the HTML report as one classic script: modules cannot be inlined and import each other. */
export function writePageScript(): string {
  const texts = parts.map((name) => withoutModuleSyntax(readPage(`${name}.js`)).trim());
  return writeModule('pageScript', `(() => {\n'use strict';\n${texts.join('\n\n')}\n})();\n`);
}

/** Its style. */
export function writePageStyle(): string {
  return writeModule('pageStyle', styles.map((name) => readPage(`style/${name}.css`)).join(''));
}

function readPage(name: string): string {
  return readFileSync(repositoryPath(`src/report/html/page/${name}`), 'utf8');
}

function withoutModuleSyntax(source: string): string {
  return source.replace(/^import .*;\n/gm, '').replace(/^export /gm, '');
}

function writeModule(name: string, text: string): string {
  const escaped = text.replace(/[\\`]|\$\{/g, '\\$&');
  return `/** Written by \`npm run generate\` from the files in page/. */\nexport const ${name} = \`${escaped}\`;\n`;
}
