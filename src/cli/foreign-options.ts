import type { Command } from './command.ts';

/** What other tools call it, and what to write here. `in`: of a certain command; the row of any command comes last. */
interface ForeignOption {
  readonly options: readonly string[];
  readonly in?: string;
  /** A sentence. */
  readonly instead: string;
}

const daysOptions = [
  ...[
    '--days',
    '--day',
    '--warn',
    '--warning',
    '-w',
    '--critical',
    '--crit',
    '-c',
    '--min-days',
    '--expiry',
    '--expire',
  ],
  ...['-checkend', '--checkend', '-C', '--certificate'],
];

/** Options of openssl s_client, testssl.sh, sslyze, check_ssl_cert, check_http, tlsx, nmap and curl. */
const foreignOptions: readonly ForeignOption[] = [
  {
    options: ['-connect', '--connect', '--target', '--targets', '-u', '--url', '-host', '--host', '--hostname', '-H'],
    instead: 'Name the target without an option: certmuster scan HOST:PORT.',
  },
  {
    options: ['-servername', '--servername', '--sni', '-sni', '--server_name'],
    instead: 'Use --server-name NAME to send another server name (SNI) than the host.',
  },
  { options: ['--ip', '-i', '--connect-to', '-b'], instead: 'Use --address IP to connect to one address of the host.' },
  {
    options: ['-p', '-port', '--port', '--ports'],
    instead: 'Write the port after the host: certmuster scan HOST:PORT.',
  },
  { options: ['-f', '--file'], in: 'nagios', instead: 'Use `certmuster verify FILE` for a certificate in a file.' },
  {
    options: ['-iL', '-l', '--list', '-f', '--file', '--input-file', '--targets_in', '--targets-in'],
    instead: 'Name the list as the target: certmuster scan hosts.txt, or - for standard input.',
  },
  {
    options: [
      ...['-showcerts', '--showcerts', '-prexit', '--certs', '--chain', '-S', '--server-defaults', '--certinfo'],
      ...['--print-cert', '-noout', '-text', '-dates', '-enddate', '-subject', '-issuer', '-san', '-cn', '-so'],
    ],
    instead: 'The chain is always read; -o report.json or --json shows every certificate that was sent.',
  },
  {
    options: [
      ...['-CAfile', '--CAfile', '-CApath', '--CApath', '--cacert', '--capath', '--ca-file', '--ca-bundle', '--add-ca'],
      ...['--rootcert', '-r', '--rootcert-file', '--rootcert-dir', '--certinfo_ca_file'],
    ],
    instead: 'Use --trust FILE for the roots to trust (a file or a folder; repeatable).',
  },
  {
    options: [
      ...['-k', '--insecure', '--no-verify', '--no-check-certificate', '--noverify', '--no-ssl-verify', '--selfsigned'],
      ...['-s', '--allow-self-signed', '--ignore-expired', '--ignore-exp', '--noauth', '-A', '--ignore-sct'],
    ],
    instead:
      'It is not needed: a certificate is read whatever is wrong with it. To accept one fault, declare a waiver; to leave a check out, use --skip-check.',
  },
  {
    options: daysOptions,
    in: 'nagios',
    instead: 'Use -w DAYS for WARNING and -c DAYS for CRITICAL.',
  },
  {
    options: daysOptions,
    instead:
      'Use --expiry-margin DAYS for how long certificates should still be valid. The thresholds -w and -c are options of `certmuster nagios`.',
  },
  { options: ['-t'], instead: 'Use --timeout SECONDS, or --starttls PROTOCOL.' },
  { options: ['--max-time', '-m', '--connect-timeout', '-w1'], instead: 'Use --timeout SECONDS.' },
  {
    options: ['-P', '--protocol', '--starttls-proto'],
    in: 'nagios',
    instead: 'Use --starttls PROTOCOL, or a URL as the host: smtp://HOST.',
  },
  { options: ['--starttls-proto'], instead: 'Use --starttls PROTOCOL, or a URL as the target: smtp://HOST.' },
  {
    options: [
      ...['-verify_return_error', '-verify_hostname', '-verify', '-expired', '-ex', '-self-signed', '-ss'],
      ...['-mismatched', '-mm', '-verify-cert', '-vc'],
    ],
    instead: 'It is not needed: dates, names and trust are always judged. --check ID judges some checks only.',
  },
  {
    options: ['-v', '-vv', '-vI', '--verbose', '-d', '--debug', '--long-output'],
    instead: 'Use --details for every finding.',
  },
  { options: ['-q', '--silent', '-silent', '--no-progress', '--quiet-mode'], instead: 'Use --quiet.' },
  {
    options: [
      ...['-oj', '-oJ', '-oA', '-oX', '-oN', '--oj', '--json_out', '--json-out', '--jsonfile', '--jsonfile-pretty'],
      ...['-j', '--csvfile', '--htmlfile', '--logfile', '--outfile', '--output-file', '--export', '--csv', '--html'],
    ],
    instead: 'Use -o FILE; its extension names the format (.json, .ndjson, .html, .csv, .xml, .md, .prom).',
  },
  {
    options: [
      ...['-ssl3', '-tls1', '-tls1_1', '-tls1_2', '-tls1_3', '--ssl3', '--tls1', '--tls1_1', '--tls1_2', '--tls1_3'],
      ...['--tlsv1.2', '--tlsv1.3', '--sslv3', '--tlsv1', '--tlsv1_2', '--tlsv1_3', '--tls-max', '--protocols', '-P'],
    ],
    instead: 'Every version is offered; the check protocol-version judges the one that the server chooses.',
  },
  {
    options: [
      ...[
        '-cipher',
        '--cipher',
        '--ciphers',
        '-ciphersuites',
        '-E',
        '--each-cipher',
        '-U',
        '--vulnerable',
        '--heartbleed',
      ],
      ...[
        '--robot',
        '--hsts',
        '--headers',
        '--http_headers',
        '--compression',
        '--reneg',
        '--elliptic_curves',
        '--script',
      ],
    ],
    instead:
      'It is not tested: certmuster judges certificates. Use testssl.sh or sslyze for ciphers and vulnerabilities.',
  },
  { options: ['-cert', '--cert', '--clientcert', '--client_cert'], instead: 'Use --client-cert FILE.' },
  { options: ['-key', '--key', '--clientkey', '--private-key'], instead: 'Use --client-key FILE.' },
  { options: ['-pass', '--pass', '--clientpass'], instead: 'Use --passphrase-file FILE.' },
  { options: ['-nextprotoneg'], instead: 'Use --alpn PROTOCOL.' },
  {
    options: [
      ...['-status', '--ocsp', '--crl', '-crl_check', '-crl_check_all', '--revoked', '-revoked', '--phone-out'],
      ...['--ignore-ocsp', '--check-revocation', '--require-ocsp-stapling'],
    ],
    instead: 'Use --fetch crl,ocsp to ask whether certificates are revoked; a staple is read without it.',
  },
  {
    options: ['--threads', '--parallel', '--workers', '--max-parallel', '-concurrency'],
    instead: 'Use --concurrency N.',
  },
  { options: ['--nameserver', '--resolver', '--resolvers', '--dns', '--nodns'], instead: 'Use --dns-server IP.' },
  { options: ['-attime', '--attime', '--date', '--when'], instead: 'Use --at TIME.' },
  {
    options: ['--color', '--colour', '--no-color', '--nocolor', '-nc'],
    instead: 'Set the environment variable NO_COLOR=1, or FORCE_COLOR=1.',
  },
];

/** What to say of the first option in the line that belongs to another tool and not to this command; undefined: there is none. */
export function findForeignOption(argv: readonly string[], { name, options }: Command): string | undefined {
  const own = new Set(
    Object.entries(options).flatMap(([option, { alias }]) => [
      `--${option}`,
      ...(alias === undefined ? [] : [alias.length === 1 ? `-${alias}` : `--${alias}`]),
    ]),
  );
  const end = argv.indexOf('--');
  const written = (end < 0 ? argv : argv.slice(0, end)).map((word) => word.replace(/=.*$/s, ''));
  for (const word of written) {
    if (!word.startsWith('-') || own.has(word)) continue;
    const rows = foreignOptions.filter((row) => row.options.includes(word));
    const row = rows.find((each) => each.in === name) ?? rows.find((each) => each.in === undefined);
    if (row !== undefined) return `Unknown option ${word}. ${row.instead}`;
  }
  return undefined;
}
