import { endpoint, finding, reportOf } from './sample-report.ts';

/** What a peer may write into fields that a report quotes: markup, formulas, mentions, controls, bidi, halves of characters. */
export const hostileTexts = [
  `<script>alert("x")</script> & 'y' ]]> <!-- -->`,
  '=HYPERLINK("http://evil.test","x")',
  '＝1+1',
  ' \t=1+1',
  "'=1+1",
  '@everyone look at #1 and www.evil.test or https://evil.test/a|b `code` mail a@evil.test',
  '| a | b |\n|---|---|\n# title\n- item\n1. one\n2) two\n![x](y) [x](y) **b** _i_ ~~s~~ $x$ <b>',
  'x\u001b[2J\u0000\u0085\u2028\u202Ey\r\nz\uD800\uFFFE\uFFFF',
  "a'b=c|d;e\\",
  '"quoted", with, commas',
  '-1',
  '',
] as const;

/** A report that quotes each of them in every field that a peer or an operator can fill. */
export const hostileReport = reportOf(
  hostileTexts.map((text, index) =>
    endpoint({
      id: `${text}#${index}`,
      deployment: text,
      virtualServer: text,
      host: text,
      verdict: index % 2 === 0 ? 'fail' : 'unreachable',
      failure: index % 2 === 0 ? null : { stage: 'tls', kind: 'not-tls', message: text },
      chain: index % 2 === 0 ? endpoint().chain.map((each) => ({ ...each, subject: text, issuer: text })) : [],
      findings: [
        finding('key-usage', 'fail', { message: text, expected: text, observed: text }),
        finding('name-match', 'fail', {
          message: text,
          waiver: { by: text || '-', reason: text || '-', until: '2027-01-31' },
        }),
        finding('exportable-key', 'not-observable', { message: text, reason: text }),
        finding('revocation-status', 'undetermined', { message: text, reason: text }),
        finding('chain-trust', 'pass', { message: text }),
      ],
    }),
  ),
  hostileTexts.map((text) => ({
    deployment: text,
    ...finding('array-consistency', 'fail', { message: text }),
    endpoints: [text],
  })),
);
