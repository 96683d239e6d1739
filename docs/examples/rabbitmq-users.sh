#!/usr/bin/env bash
# Makes the users that certmuster needs on a RabbitMQ: `scanner`, who offers work and takes results, and one for each site, who may
# take the work of its own site, and send results in its own name, and nothing else. Users that exist keep their passwords.
#
#   rabbitmq-users.sh [--vhost VHOST] [--external] SITE…
#
# Run it on the broker as root, or as the user that the broker runs as. It prints the passwords that it makes, `USER PASSWORD` a line,
# once. With --external there are none: users log in with a client certificate whose common name is the user (plugin
# rabbitmq_auth_mechanism_ssl, see docs/sites.md). RABBITMQCTL names another rabbitmqctl.
set -euo pipefail

vhost=/
external=no
sites=()
while [ $# -gt 0 ]; do
  case "$1" in
    --vhost) vhost=${2:?--vhost needs a name}; shift 2 ;;
    --external) external=yes; shift ;;
    --*) echo "unknown option $1" >&2; exit 2 ;;
    *) sites+=("$1"); shift ;;
  esac
done
if [ ${#sites[@]} -eq 0 ]; then
  echo "usage: rabbitmq-users.sh [--vhost VHOST] [--external] SITE..." >&2
  exit 2
fi
for site in "${sites[@]}"; do
  if ! [[ $site =~ ^[a-z0-9][a-z0-9.-]{0,63}$ ]] || [ "$site" = scanner ]; then
    echo "$site cannot be the name of a site: use lower-case letters, digits, hyphens and points (and not scanner)" >&2
    exit 2
  fi
done

ctl() { "${RABBITMQCTL:-rabbitmqctl}" --quiet "$@"; }

known=" $(ctl list_users | cut -f 1 | tr '\n' ' ') "
make_user() {
  local user=$1 password
  [[ $known == *" $user "* ]] && return
  password=$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')
  # On standard input, so that it does not stand in the list of processes.
  ctl add_user "$user" <<<"$password" >/dev/null
  if [ "$external" = yes ]; then ctl clear_password "$user"; else echo "$user $password"; fi
}

# Workers may not make the exchange. Made here, it is there for workers that are started before the first scan.
printf '{"exchanges": [{"name": "certmuster", "vhost": "%s", "type": "topic", "durable": true, "auto_delete": false, "internal": false, "arguments": {}}]}' \
  "$vhost" | ctl import_definitions --format json >/dev/null

make_user scanner
# Configure, write, read: queues and the exchange of certmuster, and none of anybody else.
ctl set_permissions --vhost "$vhost" scanner '^certmuster(\..*)?$' '^certmuster(\..*)?$' '^certmuster(\..*)?$'

for site in "${sites[@]}"; do
  name=${site//./\\.}
  make_user "$site"
  # Its queue, and the exchange to send to; what keys it may send with and bind with stands in the topic permissions.
  ctl set_permissions --vhost "$vhost" "$site" \
    "^certmuster\\.work\\.$name\$" "^certmuster(\\.work\\.$name)?\$" "^certmuster(\\.work\\.$name)?\$"
  # A batch that is split or given back goes to its own queue again; results carry the site in their key.
  ctl set_topic_permissions --vhost "$vhost" "$site" certmuster \
    "^(work|results\\.[0-9a-f]{32})\\.$name\$" "^work\\.$name\$"
done
