#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
n=22011; for d in cross-exp int-exp-and-valid old-int-first with-old-root cross-valid; do bg node ../serve.cjs $n $d; up $n; echo "== $d"; cm scan www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT --quiet --format json | node -e 'const e=JSON.parse(require("fs").readFileSync(0)).endpoints[0];console.log(e.verdict);for(const f of e.findings)if(/unneeded|validity-p/.test(f.check))console.log("  ",f.outcome,f.check,f.message)'; cm nagios www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT; cm nagios www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT -w 20: -c 15:; n=$((n+1)); done
