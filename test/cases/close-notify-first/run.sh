#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
bg node ../serve.cjs 22001 . '{"tls":{"minVersion":"TLSv1.2","maxVersion":"TLSv1.2"}}'; up 22001
n=22002; for s in "hello tls13only" "hello" "sh" "cert"; do set -- $s; bg python3 closer.py $n 22001 $1 $2; up $n; echo "== close_notify at: $s"; cm scan www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT --quiet --format json | node -e 'const e=JSON.parse(require("fs").readFileSync(0)).endpoints[0];console.log(e.verdict,"failure",JSON.stringify(e.failure),"certificates",e.chain.length)'; n=$((n+1)); done
