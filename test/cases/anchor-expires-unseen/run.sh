#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
bg node ../serve.cjs 22021 .; up 22021; cm nagios www.contoso.com:22021 --address 127.0.0.1 --trust root.pem --at $AT; cm nagios www.contoso.com:22021 --address 127.0.0.1 --trust root.pem --at $AT -w 20: -c 15:; cm scan www.contoso.com:22021 --address 127.0.0.1 --trust root.pem --at $AT --quiet --format prometheus | grep -E "^probe_ssl.*expiry"; cm scan www.contoso.com:22021 --address 127.0.0.1 --trust root.pem --at $AT --quiet | sed -n 1,3p
