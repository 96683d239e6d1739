import { readFileSync } from 'node:fs';

import { repositoryPath } from '../repository-path.ts';

const report = 'src/report/html/page';
const service = 'src/service/page/browser';

/** Parts of the report's browser script: what imports stands after what it imports. */
const reportParts = [
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
  'unfold',
  'start',
].map((name) => `${report}/${name}.js`);

/** Parts of the script of the service's pages. */
const serviceParts = [
  ...['elements', 'unfold'].map((name) => `${report}/${name}.js`),
  ...['running', 'refresh', 'live'].map((name) => `${service}/${name}.js`),
];

/** Parts of the report's style; paper comes last and overrules the screen. */
const styles = ['base', 'overview', 'causes', 'matrix', 'text', 'endpoint', 'print'].map(
  (name) => `${report}/style/${name}.css`,
);

/** The browser script of the HTML report as one classic script: modules cannot be inlined and import each other. */
export function writePageScript(): string {
  return writeScript('pageScript', reportParts);
}

/** Its style. */
export function writePageStyle(): string {
  return writeModule('pageStyle', styles.map(read).join(''));
}

/** The script of the service's pages. */
export function writeServiceScript(): string {
  return writeScript('serviceScript', serviceParts);
}

/** What their style has beside that of the report. */
export function writeServiceStyle(): string {
  return writeModule('serviceStyle', read(`${service}/service.css`));
}

function writeScript(name: string, parts: readonly string[]): string {
  const texts = parts.map((path) => withoutModuleSyntax(read(path)).trim());
  return writeModule(name, `(() => {\n'use strict';\n${texts.join('\n\n')}\n})();\n`);
}

function read(path: string): string {
  return readFileSync(repositoryPath(path), 'utf8');
}

function withoutModuleSyntax(source: string): string {
  return source.replace(/^import .*;\n/gm, '').replace(/^export /gm, '');
}

function writeModule(name: string, text: string): string {
  const escaped = text.replace(/[\\`]|\$\{/g, '\\$&');
  return `/** Written by \`npm run generate\` from plain files for browsers. */\nexport const ${name} = \`${escaped}\`;\n`;
}
