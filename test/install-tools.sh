#!/usr/bin/env bash
# Installs what the tests are run against, from Debian's own packages: servers (OpenSSL, GnuTLS, nginx), and parsers that
# read back what certmuster writes (xmllint, sqlite3 for CSV, cmark-gfm, promtool, Monitoring::Plugin for Nagios);
# ip for machines without IPv6 in network namespaces; python3 for peers of test/cases; a browser for the HTML report, and
# blackbox_exporter, which `npm run bench` and docs/coming-from.md compare with; curl, nmap and check_ssl_cert (which wants
# host, bc and file), whose command lines stand on that page; servers of the protocols that begin in plain text, proxies,
# and the message broker of the sites. Also Node.js 24 from the npm registry, into .tools, as a server with ML-KEM and ML-DSA, which Debian's OpenSSL
# lacks.
# Does nothing where all of them are there. Without root it says what is missing and exits 1: no test is ever skipped for it.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"

declare -A package_of=(
  [openssl]=openssl [gnutls-serv]=gnutls-bin [nginx]=nginx
  [xmllint]=libxml2-utils [sqlite3]=sqlite3 [cmark-gfm]=cmark-gfm [promtool]=prometheus
  [Monitoring::Plugin]=libmonitoring-plugin-perl [chromium]=chromium
  [prometheus-blackbox-exporter]=prometheus-blackbox-exporter
  [ip]=iproute2 [python3]=python3
  [curl]=curl [nmap]=nmap [/usr/lib/nagios/plugins/check_ssl_cert]=monitoring-plugins-contrib [host]=bind9-host [bc]=bc [file]=file
  [postfix]=postfix [dovecot]=dovecot-core [/usr/lib/dovecot/imap]=dovecot-imapd [/usr/lib/dovecot/pop3]=dovecot-pop3d
  [/usr/lib/dovecot/lmtp]=dovecot-lmtpd [/usr/lib/dovecot/managesieve]=dovecot-managesieved
  [vsftpd]=vsftpd [slapd]=slapd [prosody]=prosody [/usr/lib/cyrus/bin/nntpd]=cyrus-nntpd [inspircd]=inspircd
  [/usr/share/doc/postgresql]=postgresql [mariadbd]=mariadb-server [xrdp]=xrdp
  [squid]=squid [danted]=dante-server [haproxy]=haproxy
  [/usr/lib/rabbitmq/bin/rabbitmq-server]=rabbitmq-server
)
# Commands, programs outside the path, and one module of Perl.
is_there() {
  case "$1" in
    /*) [ -e "$1" ] ;;
    *::*) perl "-M$1" -e 1 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}
missing=()
for tool in "${!package_of[@]}"; do
  is_there "$tool" || missing+=("${package_of[$tool]}")
done

node24_package="node-$(node -p 'process.platform')-$(node -p 'process.arch')"
node24="$(dirname "$0")/../.tools/node_modules/$node24_package/bin/node"
if ! [[ "$("$node24" --version 2>/dev/null)" == v24.* ]]; then
  npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error \
    --prefix "$(dirname "$0")/../.tools" "$node24_package@24" >/dev/null
  [[ "$("$node24" --version)" == v24.* ]] || { echo "$node24 is not Node.js 24" >&2; exit 1; }
fi

[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need these packages (Debian's names), which are not installed: ${missing[*]}" >&2
  echo "Install them as root, for instance: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

# A package may start its service when it is installed: for as long as this script runs, none does.
policy=/usr/sbin/policy-rc.d
kept=$(mktemp -d)
restore() {
  rm -f "$policy"
  if [ -e "$kept/policy-rc.d" ]; then mv "$kept/policy-rc.d" "$policy"; fi
  rm -rf "$kept"
}
if [ -e "$policy" ]; then mv "$policy" "$kept/policy-rc.d"; fi
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null >"$kept/log" 2>&1; }
# The package lists may be missing or stale: refresh them only when the first attempt fails.
if ! install && ! { apt-get update -qq </dev/null >/dev/null && install; }; then
  cat "$kept/log" >&2
  echo "Could not install ${missing[*]}: see above." >&2
  exit 1
fi

# Nor shall a server that was only wanted as a program come up at the next boot.
declare -A services_of=(
  [nginx]=nginx [prometheus]=prometheus [prometheus-blackbox-exporter]=prometheus-blackbox-exporter [postfix]=postfix
  [dovecot-core]=dovecot [vsftpd]=vsftpd [slapd]=slapd [prosody]=prosody [cyrus-nntpd]=cyrus-imapd [inspircd]=inspircd
  [postgresql]=postgresql [mariadb-server]=mariadb [xrdp]='xrdp xrdp-sesman' [squid]=squid [dante-server]=danted [haproxy]=haproxy
  [rabbitmq-server]=rabbitmq-server
)
if [ -d /run/systemd/system ]; then
  for package in "${missing[@]}"; do
    for service in ${services_of[$package]:-}; do systemctl disable --quiet "$service.service" || true; done
  done
fi

for tool in "${!package_of[@]}"; do
  is_there "$tool" || { echo "$tool is still missing after installing ${package_of[$tool]}" >&2; exit 1; }
done
