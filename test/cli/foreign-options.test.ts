import assert from 'node:assert/strict';
import { test } from 'node:test';

import { commands } from '../../src/cli/command-list.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';

/** How people of other tools ask for the same, and what the answer has to name. */
const lines = [
  ['-connect www.contoso.com:443', /-connect\. Name the target without an option: certmuster scan HOST:PORT/],
  ['www.contoso.com:443 -CAfile root.pem', /-CAfile\. Use --trust FILE/],
  ['scan www.contoso.com --cacert=root.pem', /--cacert\. Use --trust FILE/],
  ['scan www.contoso.com -showcerts', /-showcerts\. The chain is always read/],
  ['scan www.contoso.com -k', /-k\. It is not needed: a certificate is read whatever is wrong/],
  ['scan www.contoso.com --insecure', /--insecure\. It is not needed/],
  ['scan www.contoso.com -tls1_2', /-tls1_2\. Every version is offered/],
  ['scan -H www.contoso.com', /-H\. Name the target without an option/],
  ['scan www.contoso.com -w 30', /-w\. Use --expiry-margin DAYS .*`certmuster nagios`/],
  ['scan www.contoso.com --days 30', /--days\. Use --expiry-margin DAYS/],
  ['nagios www.contoso.com --days 30', /--days\. Use -w DAYS for WARNING and -c DAYS for CRITICAL/],
  ['nagios www.contoso.com -C 30,10', /-C\. Use -w DAYS/],
  ['scan www.contoso.com --jsonfile out.json', /--jsonfile\. Use -o FILE/],
  ['scan www.contoso.com --heartbleed', /--heartbleed\. It is not tested: certmuster judges certificates/],
  ['scan www.contoso.com --ocsp', /--ocsp\. Use --fetch crl,ocsp/],
  ['scan www.contoso.com --threads 5', /--threads\. Use --concurrency N/],
  ['scan www.contoso.com -iL hosts', /-iL\. Name the list as the target/],
  ['scan www.contoso.com -v', /-v\. Use --details/],
  ['scan www.contoso.com -servername x', /-servername\. Use --server-name NAME/],
  ['scan www.contoso.com -verify_return_error', /-verify_return_error\. It is not needed: dates, names and trust/],
  ['nagios -H mail.contoso.com -P smtp', /-P\. Use --starttls PROTOCOL/],
  ['nagios -f new.pem', /-f\. Use `certmuster verify FILE`/],
  ['scan www.contoso.com -srever-name x', /-srever-name\. Did you mean --server-name\?/],
  ['scan www.contoso.com -frobnicate=yes', /-frobnicate\.\n/],
  ['scan www.contoso.com -timeout 5', /-timeout\. Did you mean --timeout\?/],
  ['scan www.contoso.com -alpn h2', /-alpn\. Did you mean --alpn\?/],
] as const;

for (const [line, words] of lines) {
  test(`certmuster ${line}: is answered with what to write here`, async () => {
    const parsed = await parseCommandLine(line.split(' '), commands, 80);
    assert.ok(parsed.kind === 'wrong', JSON.stringify(parsed));
    assert.match(parsed.message, words);
    assert.match(parsed.message, /^Unknown option -/);
    assert.match(parsed.message, /\n`certmuster (?:scan|nagios) --help` lists the options\.$/);
  });
}

for (const line of ['verify new.cer --host im.contoso.com', 'nagios -H www.contoso.com -w 30 -c 10 -t 5']) {
  test(`certmuster ${line}: what a command has itself is no option of another tool`, async () => {
    assert.equal((await parseCommandLine(line.split(' '), commands, 80)).kind, 'run');
  });
}

for (const [line, words] of [
  ['scan h:1 --format jsn', /^--format cannot be "jsn"; did you mean json\? Others: table, ndjson, /],
  ['scan h:1 --format docx', /^--format cannot be "docx"; use table, json, /],
  ['scan h:1 --starttls smpt', /^--starttls cannot be "smpt"; did you mean smtp\?/],
  [
    'scan h:1 --fail-on errors',
    /^--fail-on cannot be "errors"; did you mean error\? Others: critical, warning, never, new\.$/m,
  ],
  ['nagios h:1 --unreachable unkown', /^--unreachable cannot be "unkown"; did you mean unknown\? Others: critical\.$/m],
] as const) {
  test(`certmuster ${line}: names the nearest value and the others`, async () => {
    const parsed = await parseCommandLine(line.split(' '), commands, 80);
    assert.ok(parsed.kind === 'wrong');
    assert.match(parsed.message, words);
  });
}
