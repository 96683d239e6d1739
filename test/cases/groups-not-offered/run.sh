#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
N24=${N24:?path of a Node 24 or newer}; n=22051
for g in X25519MLKEM768 SecP256r1MLKEM768 X448; do bg $N24 ../serve.cjs $n . "{\"tls\":{\"minVersion\":\"TLSv1.3\",\"ecdhCurve\":\"$g\"}}"; up $n; echo "== $g only"; cm scan www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT --quiet | sed -n 1,3p; n=$((n+1)); done
bg gnutls-serv --port $n --x509certfile chain.pem --x509keyfile key.pem --quiet --priority "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-FFDHE2048"; up $n; echo "== ffdhe2048 only"; cm scan www.contoso.com:$n --address 127.0.0.1 --trust root.pem --at $AT --quiet | sed -n 1,3p
