#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
for t in ldaps://dc01.contoso.local imaps://mail.contoso.com tls://www.contoso.com:8443 https://www.contoso.com/login list-path.txt; do echo "== $t"; cm expand "$t" --role server 2>&1 | sed -n "1,4p"; done
