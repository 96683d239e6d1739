import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';

import { type ServerProcess, startServer } from '../server-process.ts';
import type { TemporaryFolder } from '../temporary-folder.ts';

/** Whom the proxies know. */
export const login = { user: 'audit', password: 's3cret' };

/** Squid with Basic authentication. It resolves `only-proxy.test` and what is under it, and refuses `denied.only-proxy.test`. */
export function startSquid(folder: TemporaryFolder): Promise<ServerProcess> {
  // Squid drops its rights and still has to read these.
  chmodSync(folder.path, 0o755);
  const names = ['www.only-proxy.test', 'mx.only-proxy.test', 'pki.only-proxy.test', 'denied.only-proxy.test'];
  const hosts = folder.write('squid-hosts', names.map((name) => `127.0.0.1 ${name}\n`).join(''));
  const answer = `[ "$user $password" = "${login.user} ${login.password}" ] && echo OK || echo ERR`;
  const helper = folder.write('squid-helper', `#!/bin/bash\nwhile read -r user password; do ${answer}; done\n`);
  chmodSync(helper, 0o755);
  return startServer((port) => ({
    command: 'squid',
    args: [
      '-N',
      '-f',
      folder.write(
        `squid-${port}.conf`,
        [
          `http_port 127.0.0.1:${port}`,
          `auth_param basic program ${helper}`,
          'auth_param basic children 1',
          'auth_param basic realm test',
          'acl users proxy_auth REQUIRED',
          'acl denied dstdomain -n denied.only-proxy.test',
          'http_access deny denied',
          'http_access allow users',
          'cache deny all',
          'access_log none',
          'cache_log /dev/null',
          `pid_filename ${folder.path}/squid-${port}.pid`,
          `hosts_file ${hosts}`,
          `coredump_dir ${folder.path}`,
          'dns_nameservers 127.0.0.1',
          'dns_timeout 1 second',
          'pinger_enable off',
          'shutdown_lifetime 0 seconds',
          'max_filedescriptors 1024',
          'workers 1',
          `visible_hostname squid-${port}.test`,
          '',
        ].join('\n'),
      ),
    ],
  }));
}

/**
 * Dante, for anyone or for a user. Its users are those of the system, so it sees files of its own in their place. It resolves
 * `localhost`, and refuses 127.0.0.66.
 */
export function startDante(folder: TemporaryFolder, method: 'none' | 'username'): Promise<ServerProcess> {
  const { user, password } = login;
  const hash = execFileSync('openssl', ['passwd', '-6', password], { encoding: 'utf8' }).trim();
  const known = `${readFileSync('/etc/passwd', 'utf8')}${user}:x:65001:65534::/nonexistent:/usr/sbin/nologin\n`;
  const passwd = folder.write('dante-passwd', known);
  const shadow = folder.write('dante-shadow', `${user}:${hash}:19000:0:99999:7:::\n`);
  return startServer((port) => {
    const config = folder.write(
      `danted-${port}.conf`,
      [
        'logoutput: stderr',
        `internal: 127.0.0.1 port = ${port}`,
        'external: lo',
        'clientmethod: none',
        `socksmethod: ${method}`,
        'user.privileged: root',
        'user.unprivileged: root',
        'client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }',
        'socks block { from: 127.0.0.0/8 to: 127.0.0.66/32 }',
        'socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }',
        '',
      ].join('\n'),
    );
    const mount = `mount --bind ${passwd} /etc/passwd && mount --bind ${shadow} /etc/shadow`;
    // No other user exists in this namespace, and killing the first process ends those that it started.
    const script = `${mount} && exec danted -f ${config} -N 1`;
    return { command: 'unshare', args: ['-rmpf', '--kill-child', '--mount-proc', 'bash', '-c', script] };
  });
}

/** HAProxy that demands a PROXY header and passes on what follows; `tells`: with the addresses it was told, in a header of its own. */
export function startHaproxy(folder: TemporaryFolder, serverPort: number, tells: boolean): Promise<ServerProcess> {
  return startServer((port) => ({
    command: 'haproxy',
    args: [
      '-db',
      '-f',
      folder.write(
        `haproxy-${port}.cfg`,
        [
          'defaults',
          '  mode tcp',
          '  timeout connect 5s',
          '  timeout client 10s',
          '  timeout server 10s',
          'frontend in',
          `  bind 127.0.0.1:${port} accept-proxy`,
          '  default_backend out',
          'backend out',
          `  server one 127.0.0.1:${serverPort}${tells ? ' send-proxy' : ''}`,
          '',
        ].join('\n'),
      ),
    ],
  }));
}
