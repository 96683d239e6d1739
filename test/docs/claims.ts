/** What `docs/coming-from.md` says beside its tables, as command lines that would end otherwise if it were not so. */
export interface Claim {
  /** The sentence of the page, or a part of it, in our words. */
  readonly says: string;
  readonly line: string;
  readonly exitCode: number;
  /** A telling piece of standard output and standard error. */
  readonly output: RegExp;
}

export const claims: readonly Claim[] = [
  ...thresholds({ warning: 60, critical: 15, exitCode: 0 }),
  ...thresholds({ warning: 61, critical: 15, exitCode: 1 }),
  ...thresholds({ warning: 61, critical: 60, exitCode: 1 }),
  ...thresholds({ warning: 62, critical: 61, exitCode: 2 }),
  {
    says: 'openssl checks the name only with -verify_hostname',
    line: 'openssl s_client -connect 10.0.0.5:443 -servername mail.contoso.com -verify_return_error </dev/null',
    exitCode: 0,
    output: /Verify return code: 0 \(ok\)/,
  },
  {
    says: 'openssl checks the name with -verify_hostname',
    line: 'openssl s_client -connect 10.0.0.5:443 -verify_hostname mail.contoso.com -verify_return_error </dev/null',
    exitCode: 1,
    output: /verify error:num=62:hostname mismatch/,
  },
  {
    says: 'certmuster always does',
    line: 'certmuster scan mail.contoso.com --connect 10.0.0.5:443',
    exitCode: 1,
    output: /critical +#1 .*mail\.contoso\.com/,
  },
  {
    says: 'what the proxy refuses is reported as its refusal',
    line: 'certmuster scan www.contoso.com:444 --proxy http://proxy.contoso.com:3128 --format ndjson',
    exitCode: 3,
    output: /The proxy http:\/\/proxy\.contoso\.com:3128 could not connect to www\.contoso\.com:444: it answered .*502/,
  },
  {
    says: 'STARTTLS that is not offered is a failure of its own, with what the server said',
    line: 'certmuster scan mail.contoso.com:25 --starttls imap --format ndjson',
    exitCode: 3,
    output: /"kind":"starttls","message":"The peer speaks SMTP, not IMAP: its greeting was .*220 mail\.contoso\.com/,
  },
  {
    says: 'check_ssl_cert asks for SCTs below a private root too',
    line: 'check_ssl_cert -H cwa01.contoso.local -p 5061 -r root.pem',
    exitCode: 2,
    output: /Cannot find Signed Certificate Timestamps/,
  },
  {
    says: 'thresholds may be ranges and hours',
    line: 'certmuster nagios -H www.contoso.com -w 72h -c @0:10',
    exitCode: 0,
    output: /^CERTMUSTER OK\b/,
  },
  {
    says: 'each certificate of a range is judged by its own names, and addresses at which nothing answers are counted',
    line: 'certmuster scan 10.0.0.4/31:443',
    exitCode: 0,
    output: /judged by its own names[\s\S]*10\.0\.0\.4\/31: 1 of 2 addresses and ports answer/,
  },
  {
    says: 'a server that cannot be reached is exit 3',
    line: 'certmuster scan 10.0.0.12',
    exitCode: 3,
    output: /unreachable +tcp refused/,
  },
  {
    says: 'a chain without trust is a finding beside the others',
    line: 'certmuster scan cwa01.contoso.local:5061 --trust mozilla --format ndjson',
    exitCode: 1,
    output: /"check":"chain-trust","outcome":"fail"/,
  },
  {
    says: 'https://HOST is a virtual server of Communicator Web Access with its three names',
    line: 'certmuster expand https://www.contoso.com',
    exitCode: 0,
    output: /www\.contoso\.com[\s\S]*as\.www\.contoso\.com[\s\S]*download\.www\.contoso\.com/,
  },
  {
    says: 'unless --role says otherwise',
    line: 'certmuster scan https://www.contoso.com --role server',
    exitCode: 0,
    output: /Endpoints: +1: 1 passed/,
  },
];

/** -w and -c mean the same for both plugins: www.contoso.com has 60 days and a half left. */
function thresholds(of: {
  readonly warning: number;
  readonly critical: number;
  readonly exitCode: number;
}): readonly Claim[] {
  const { warning, critical, exitCode } = of;
  const says = `-w ${warning} -c ${critical} mean the same for both plugins`;
  const options = `-H www.contoso.com -w ${warning} -c ${critical}`;
  const state = ['OK', 'WARN(ING)?', 'CRITICAL'][exitCode] ?? '';
  return [
    { says, line: `check_ssl_cert ${options}`, exitCode, output: new RegExp(`^SSL_CERT ${state}\\b`) },
    { says, line: `certmuster nagios ${options}`, exitCode, output: new RegExp(`^CERTMUSTER ${state}\\b`) },
  ];
}
