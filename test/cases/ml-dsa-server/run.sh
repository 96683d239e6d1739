#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
N24=${N24:?path of a Node 24 or newer}; bg $N24 ../serve.cjs 22061 . "{\"tls\":{\"minVersion\":\"TLSv1.3\"}}"; up 22061; cm scan pq.contoso.com:22061 --address 127.0.0.1 --trust root.pem --at $AT --quiet | sed -n 1,12p; cm verify chain.pem --host pq.contoso.com --trust root.pem --at $AT --quiet | grep -A3 "critical\|error\|warning" | head -40
