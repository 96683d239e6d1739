import type { ServerName } from './contoso-certificates.ts';

/** What has to come of a row of `docs/coming-from.md`. */
export interface DeclaredLine {
  readonly exitCode: number;
  /** A telling piece of our standard output; the days left are those of `contoso-certificates`. */
  readonly stdout: RegExp;
  /** Files that ours writes, with a telling piece of each. */
  readonly files?: Readonly<Record<string, RegExp>>;
  /** Servers whose certificates are the leaves of our report, in its order; absent: the command writes none. */
  readonly leaves?: readonly ServerName[];
  readonly theirs: TheirLine;
}

/** The exit code of the other tool and the servers whose certificates it has to tell of, or why it is not run. */
export type TheirLine =
  | { readonly exitCode: number; readonly leaves: readonly ServerName[] }
  | 'slow'
  | 'not in Debian';

const passed = (name: string, days = 60): RegExp =>
  new RegExp(`^✓ +server +${name.replaceAll('.', '\\.')} .* ${days} days$`, 'm');

/** By the line of the other tool, which is said once on the page. */
export const declaredLines: Readonly<Record<string, DeclaredLine>> = {
  'openssl s_client -connect www.contoso.com:443 -servername www.contoso.com -showcerts </dev/null': {
    exitCode: 0,
    stdout: /"chain": \[\s*\{\s*"sha256": "[0-9a-f]{64}",\s*"der": "MII/,
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'echo | openssl s_client -connect www.contoso.com:443 -servername www.contoso.com 2>/dev/null | openssl x509 -noout -enddate':
    {
      exitCode: 0,
      stdout: passed('www.contoso.com'),
      leaves: ['www'],
      theirs: { exitCode: 0, leaves: ['www'] },
    },
  'echo | openssl s_client -connect shop.contoso.com:443 -servername shop.contoso.com 2>/dev/null | openssl x509 -noout -checkend 2592000':
    {
      exitCode: 1,
      stdout: /warning +#1 CN=shop\.contoso\.com expires in 9 days/,
      leaves: ['shop'],
      theirs: { exitCode: 1, leaves: [] },
    },
  'openssl s_client -starttls smtp -connect mail.contoso.com:587 </dev/null': {
    exitCode: 0,
    stdout: passed('mail.contoso.com', 70),
    leaves: ['mail'],
    theirs: { exitCode: 0, leaves: ['mail'] },
  },
  'openssl s_client -connect 10.0.0.5:443 -servername www.contoso.com </dev/null': {
    exitCode: 0,
    stdout: passed('www.contoso.com'),
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'openssl s_client -connect cwa01.contoso.local:5061 -CAfile root.pem -verify_return_error </dev/null': {
    exitCode: 0,
    stdout: passed('cwa01.contoso.local', 334),
    leaves: ['cwa01'],
    theirs: { exitCode: 0, leaves: ['cwa01'] },
  },
  'openssl s_client -connect www.contoso.com:443 -servername www.contoso.com -status </dev/null': {
    exitCode: 0,
    stdout: /CN=www\.contoso\.com is not revoked\s+\(stapled OCSP response\)/,
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'openssl s_client -proxy proxy.contoso.com:3128 -connect www.contoso.com:443 </dev/null': {
    exitCode: 0,
    stdout: passed('www.contoso.com'),
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'testssl.sh -S www.contoso.com': {
    exitCode: 0,
    stdout: /── Handshakes ─+\s+1 endpoint +TLSv1\.3/,
    leaves: ['www'],
    theirs: 'slow',
  },
  'testssl.sh -t smtp mail.contoso.com:25': {
    exitCode: 0,
    stdout: /^✓ +server +mail\.contoso\.com +10\.0\.0\.7:25 \(smtp\) +70 days$/m,
    leaves: ['mail'],
    theirs: 'slow',
  },
  'testssl.sh --jsonfile result.json www.contoso.com': {
    exitCode: 0,
    stdout: /^$/,
    files: { 'result.json': /^\{\s*"schemaVersion": / },
    leaves: ['www'],
    theirs: 'slow',
  },
  'testssl.sh --file hosts.txt': {
    exitCode: 1,
    stdout: /critical +#1 CN=old\.contoso\.com expired on \S+, 1 day ago/,
    leaves: ['www', 'old'],
    theirs: 'slow',
  },
  'sslyze --certinfo www.contoso.com': {
    exitCode: 0,
    stdout: passed('www.contoso.com'),
    leaves: ['www'],
    theirs: 'not in Debian',
  },
  'sslyze --certinfo --targets_in=hosts.txt --json_out=result.json': {
    exitCode: 1,
    stdout: /^$/,
    files: { 'result.ndjson': /^(\{"id":.*"verdict":"(pass|fail)".*\n){2}\{.*"summary":.*\}\n$/ },
    leaves: ['www', 'old'],
    theirs: 'not in Debian',
  },
  'sslyze --certinfo --starttls=imap mail.contoso.com:143': {
    exitCode: 0,
    stdout: /^✓ +server +mail\.contoso\.com +10\.0\.0\.7:143 \(imap\) +70 days$/m,
    leaves: ['mail'],
    theirs: 'not in Debian',
  },
  'check_ssl_cert -H www.contoso.com -w 30 -c 15': {
    exitCode: 0,
    stdout: /^CERTMUSTER OK - .* expires in 60 days, on \S+ \| 'days_left'=60;30:;15:;;\n$/,
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'check_ssl_cert -H cwa01.contoso.local -p 5061 -r root.pem --ignore-sct': {
    exitCode: 0,
    stdout: /^CERTMUSTER OK - cwa01\.contoso\.local 10\.0\.0\.6:5061: CN=cwa01\.contoso\.local expires in 334 days/,
    theirs: { exitCode: 0, leaves: ['cwa01'] },
  },
  'check_ssl_cert -H mail.contoso.com -p 25 -P smtp': {
    exitCode: 0,
    stdout: /^CERTMUSTER OK - mail\.contoso\.com 10\.0\.0\.7:25: CN=mail\.contoso\.com expires in 70 days/,
    theirs: { exitCode: 0, leaves: ['mail'] },
  },
  'check_ssl_cert -f new.pem': {
    exitCode: 0,
    stdout: passed('www.contoso.com'),
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'echo 10.0.0.0/28 | tlsx -san -cn -silent': {
    exitCode: 1,
    stdout: /"dnsNames": \[\s*"www\.contoso\.com"\s*\]/,
    leaves: ['www', 'old', 'shop'],
    theirs: 'not in Debian',
  },
  'tlsx -l hosts.txt -expired -self-signed -mismatched': {
    exitCode: 1,
    stdout: /critical +#1 CN=old\.contoso\.com expired on \S+, 1 day ago/,
    leaves: ['www', 'old'],
    theirs: 'not in Debian',
  },
  'tlsx -u www.contoso.com -p 443,8443 -json': {
    exitCode: 0,
    stdout: /^(\{"id":.*"verdict":"pass".*\n){2}\{.*"summary":.*\}\n$/,
    leaves: ['www', 'www'],
    theirs: 'not in Debian',
  },
  "curl 'http://127.0.0.1:9115/probe?target=https://www.contoso.com&module=http_2xx'": {
    exitCode: 0,
    stdout: /^probe_ssl_last_chain_info\{.*fingerprint_sha256="[0-9a-f]{64}"/m,
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  "curl 'http://127.0.0.1:9115/probe?target=mail.contoso.com:25&module=smtp_starttls'": {
    exitCode: 0,
    stdout: /^$/,
    files: { 'certmuster.prom': /^probe_success\{.*host="mail\.contoso\.com".*\} 1$/m },
    leaves: ['mail'],
    theirs: { exitCode: 0, leaves: ['mail'] },
  },
  'nmap -p 443 --script ssl-cert 10.0.0.0/28': {
    exitCode: 1,
    stdout: /critical +#1 CN=old\.contoso\.com expired on \S+, 1 day ago/,
    leaves: ['www', 'old', 'shop'],
    theirs: { exitCode: 0, leaves: ['www', 'old', 'shop'] },
  },
  'curl -vI --resolve www.contoso.com:443:10.0.0.5 https://www.contoso.com': {
    exitCode: 0,
    stdout: /^✓ +server +www\.contoso\.com +10\.0\.0\.5:443 +60 days$/m,
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
  'gnutls-cli --print-cert -p 8443 www.contoso.com </dev/null': {
    exitCode: 0,
    stdout: /^✓ +server +www\.contoso\.com +10\.0\.0\.5:8443 +60 days$/m,
    leaves: ['www'],
    theirs: { exitCode: 0, leaves: ['www'] },
  },
};
