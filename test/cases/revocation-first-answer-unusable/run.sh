#!/bin/bash
# usage: run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; AT=2026-11-30T04:00:00Z
cm() { timeout 60 node "$CM" "$@"; }
up() { local _w; for _w in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null && return; sleep 0.1; done; }
P=(); bg() { "$@" >/dev/null 2>&1 & P+=($!); }; trap 'for x in "${P[@]}"; do kill $x 2>/dev/null; done' EXIT
bg node ../http.cjs 20301 ocsp-web; bg node ../http.cjs 20300 crl-web; up 20301; up 20300
for d in ocsp-two-* ocsp-other crl-two-*; do echo "== $d"; cm verify $d/chain.pem --host www.contoso.com --trust ${d%%-*}-root.pem --fetch crl,ocsp --fetch-allow 127.0.0.1 --at $AT --quiet --format json > /tmp/out.$$; rc=$?; node -e 'const e=JSON.parse(require("fs").readFileSync(process.argv[1])).endpoints[0];const f=e.findings.find(f=>f.check=="revocation-status");console.log(e.verdict,f.outcome,f.message.slice(0,220))' /tmp/out.$$; echo "exit $rc"; rm -f /tmp/out.$$; done
