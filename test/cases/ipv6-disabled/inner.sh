# runs inside `unshare -rn`: only loopback, IPv6 off, as in a default Docker container
ip link set lo up; echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
CM=${CM:?path of bin/certmuster.js}; node ../serve.cjs 22071 . & S=$!; sleep 1
time node $CM nagios www.contoso.com:22071 --resolve www.contoso.com:127.0.0.1 --resolve www.contoso.com:2001:db8::1 --trust root.pem --at 2026-11-30T04:00:00Z
python3 dns.py 5312 dual & D=$!; for n in $(seq 400); do echo "h$n.contoso.com:22071"; done > /tmp/many.$$.txt; sleep 0.5
time node $CM scan /tmp/many.$$.txt --dns-server 127.0.0.1:5312 --trust root.pem --quiet --format ndjson --output /tmp/many.$$.ndjson; grep -c EADDRNOTAVAIL /tmp/many.$$.ndjson
kill $S $D; rm -f /tmp/many.$$.*
