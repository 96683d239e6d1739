#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
bg node ../serve.cjs 22091 . '{"tls":{"minVersion":"TLSv1.2","maxVersion":"TLSv1.2"}}'; up 22091; n=22092; for e in 0005 0010:0003026832 0023 0a0a; do bg python3 extproxy.py $n 22091 ${e%%:*} $([ "$e" = "${e#*:}" ] || echo ${e#*:}); up $n; for h in modern fast; do printf "extension %s, --handshake %s: " ${e%%:*} $h; cm scan www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT --handshake $h --quiet --format json | node -e 'const e=JSON.parse(require("fs").readFileSync(0)).endpoints[0];console.log(e.verdict,e.failure?e.failure.message:"")'; done; n=$((n+1)); done
