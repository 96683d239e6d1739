#!/bin/bash
# usage: CM=path/of/bin/certmuster.js run.sh   (loopback only; ends what it starts)
cd "$(dirname "$0")"; CM=${CM:?path of bin/certmuster.js}; n=22301
for m in alert10 alert71 hrr unsolicited-extension close; do node modern-refuser.mjs $n $m >/dev/null & P=$!; sleep 1
  echo "== $m"; timeout 60 node "$CM" scan www.cases.test:$n --at 2026-11-30T04:00:00Z --address 127.0.0.1 --trust certs/ca.pem --quiet --format json | node -e 'const e=JSON.parse(require("fs").readFileSync(0)).endpoints[0];console.log(e.verdict,JSON.stringify(e.failure),e.chain.length)'
  kill $P; n=$((n+1)); done
