#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
for d in ed25519 ed448 no-eku pss-key bp256 dsa p384 wild-home.arpa ml-dsa-65; do h=www.contoso.com; [ $d = wild-home.arpa ] && h=a.home.arpa; [ $d = ml-dsa-65 ] && h=pq.contoso.com; echo "== $d"; cm verify $d/chain.pem --host $h --trust root.pem --at $AT --quiet --format json | node -e 'const e=JSON.parse(require("fs").readFileSync(0)).endpoints[0];console.log(e.verdict);for(const f of e.findings)if(f.outcome=="fail"&&/chain-trust|key-str/.test(f.check))console.log("  ",f.severity,f.check,f.message)'; printf "  openssl verify: "; openssl verify -CAfile root.pem -untrusted $d/chain.pem -purpose sslserver -attime 1796011200 $d/chain.pem 2>&1 | tail -1 | sed "s,^[0-9A-F]*:,,"; done
