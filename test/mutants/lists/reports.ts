import type { Mutant } from '../mutant.ts';

const nasty = 'test/cli/nasty-certificate.test.ts';
const markup = {
  file: 'test/report/html/browser.test.ts',
  title: 'hostile text is shown and never run, on the overview and on every endpoint page',
};

/** Escaping: what text of a stranger may not become. */
export const reportMutants: readonly Mutant[] = [
  {
    id: 'terminal-controls',
    defends: 'no text acts on a terminal',
    file: 'src/report/escape-for-terminal.ts',
    replace: 'text.replace(unsafe, showCodePoint)',
    by: 'text',
    test: { file: nasty, title: 'table and messages: nothing that a terminal acts on' },
  },
  {
    id: 'terminal-bidi',
    defends: 'no text turns round what is shown',
    file: 'src/report/escape-for-terminal.ts',
    replace: '\\p{Cf}',
    by: '',
    test: { file: nasty, title: 'table and messages: nothing that a terminal acts on' },
  },
  {
    id: 'terminal-piles',
    defends: 'no pile of marks climbs over other lines',
    file: 'src/report/escape-for-terminal.ts',
    replace: ".replace(pile, '$1\\\\u{...}')",
    by: '',
    test: {
      file: 'test/report/escape-for-terminal.test.ts',
      title: 'does not let a pile of combining marks climb over other lines',
    },
  },
  {
    id: 'messages-on-stderr',
    defends: 'messages about files send nothing to the terminal',
    file: 'src/cli/process-context.ts',
    replace: "text.split('\\n').map(escapeForTerminal).join('\\n')",
    by: 'text',
    test: { file: 'test/cli/targets-file.test.ts', title: 'what a file quotes reaches the terminal escaped' },
  },
  {
    id: 'markup-escaped',
    defends: 'no text becomes markup',
    file: 'src/report/escape-markup.ts',
    replace: "escapeForTerminal(text).replace(/[&<>\"']/g, (character) => references[character] ?? '')",
    by: 'escapeForTerminal(text)',
    test: { file: nasty, title: 'junit: XML, in which a script is text' },
  },
  {
    id: 'html-holes',
    defends: 'text in a template is text',
    file: 'src/report/html/markup.ts',
    replace: "if (typeof piece === 'string') return escapeMarkup(piece);",
    by: "if (typeof piece === 'string') return piece;",
    test: markup,
  },
  {
    id: 'html-data-block',
    defends: 'data in the page ends no script',
    file: 'src/report/html/embed-json.ts',
    replace: ".replaceAll('<', '\\\\u003c')",
    by: '',
    test: {
      file: 'test/report/html/render-html.test.ts',
      title: 'hostile text never becomes markup: not in the page, not in its data',
    },
  },
  {
    id: 'html-policy',
    defends: 'the page loads nothing',
    file: 'src/report/html/content-policy.ts',
    replace: '"default-src \'none\'"',
    by: '"default-src *"',
    test: {
      file: 'test/report/html/render-html.test.ts',
      title: 'the content policy names the one script and the one style by hash and allows nothing else',
    },
  },
  {
    id: 'page-policy',
    defends: 'a page of the service loads nothing of others',
    file: 'src/service/page/page-headers.ts',
    replace: '"default-src \'none\'"',
    by: '"default-src *"',
    test: {
      file: 'test/service/page/pages.test.ts',
      title: 'every page has a policy that allows nothing inline and nothing of others, and the files it names exist',
    },
  },
  {
    id: 'page-events',
    defends: 'only so many pages are followed at once',
    file: 'src/service/page/live-events.ts',
    replace: 'responses.size >= maxListeners',
    by: 'false',
    test: {
      file: 'test/service/page/live-events.test.ts',
      title: 'only so many are followed at once, and those beyond are answered and closed',
    },
  },
  {
    id: 'csv-formulas',
    defends: 'no field is a formula',
    file: 'src/report/data/render-csv.ts',
    replace: 'formulaStart.test(text)',
    by: 'false',
    test: { file: nasty, title: 'csv: no field is a formula, and rows are rows' },
  },
  {
    id: 'csv-quotes',
    defends: 'a field stays one',
    file: 'src/report/data/render-csv.ts',
    replace: `.replaceAll('"', '""')`,
    by: '',
    test: {
      file: 'test/report/data/render-csv.test.ts',
      title: 'no field begins as a formula does, and every text comes back otherwise unchanged',
    },
  },
  {
    id: 'json-invisible',
    defends: 'JSON sends nothing to the terminal',
    file: 'src/report/data/escape-json.ts',
    replace: 'return beyondAscii.test(json)',
    by: 'return false',
    test: { file: nasty, title: 'json: another parser reads the name as it was, and the text is plain' },
  },
  {
    id: 'markdown-words',
    defends: 'no word acts in Markdown',
    file: 'src/report/markdown/escape-markdown.ts',
    replace: "word.replace(/[!$&*<>[\\\\\\]_`{|}~]/g, '\\\\$&')",
    by: 'word',
    test: { file: nasty, title: 'markdown: a script is text, a link is none' },
  },
  {
    id: 'markdown-links',
    defends: 'no word becomes a link',
    file: 'src/report/markdown/escape-markdown.ts',
    replace: '/[@#]|:\\/\\/|www\\./i.test(word)',
    by: 'false',
    test: { file: nasty, title: 'markdown: a script is text, a link is none' },
  },
  {
    id: 'metric-labels',
    defends: 'a label stays one',
    file: 'src/report/monitoring/metric-text.ts',
    replace: `.replaceAll('"', '\\\\"')`,
    by: '',
    test: {
      file: 'test/report/monitoring/render-prometheus.test.ts',
      title: 'labels come back as they were written, hostile text included',
    },
  },
  {
    id: 'nagios-bar',
    defends: 'no text begins the performance data',
    file: 'src/report/monitoring/render-nagios.ts',
    replace: ".replaceAll('|', '\\\\u{7c}')",
    by: '',
    test: {
      file: 'test/report/monitoring/render-nagios.test.ts',
      title: 'untrusted text adds no line and no performance data',
    },
  },
  {
    id: 'cell-length',
    defends: 'text is cut before it is laid out',
    file: 'src/report/terminal/wrap-text.ts',
    replace: 'if (more <= 80) return text;',
    by: 'if (more > 0) return text;',
    test: {
      file: 'test/report/terminal/wrap-text.test.ts',
      title: 'a text beyond 2,000 characters is cut before it is laid out, and says how much is missing',
    },
  },
];
