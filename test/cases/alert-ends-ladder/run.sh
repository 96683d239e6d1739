#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
bg node ../serve.cjs 22081 . '{"tls":{"minVersion":"TLSv1.2","maxVersion":"TLSv1.2"}}'; up 22081; n=22082; for a in "1 0" "2 10" "2 20" "2 22" "2 71" "2 86" "2 109" "2 40" "2 70"; do set -- $a; bg python3 intol.py $n 22081 $1 $2; up $n; printf "alert level %s code %-4s" $1 $2; cm scan www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT --quiet --format json | node -e 'const e=JSON.parse(require("fs").readFileSync(0)).endpoints[0];console.log(e.verdict,e.failure?e.failure.message:"",e.chain.length,"certificates")'; n=$((n+1)); done
