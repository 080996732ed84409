# shellcheck shell=bash
# Handshakes that come to nothing, and what stands between: an alert, a listener that says
# nothing, one that begins late, a balancer that puts a PROXY header in front of TLS, a
# proxy that is asked to CONNECT.
work=${work:?set by make.sh}

scenario_needs() {
  need haproxy haproxy tinyproxy tinyproxy-bin busybox busybox sipp sip-tester
}

pool=pool01.contoso.example

hosts_up() {
  make_switch
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host pool01 10.1.1.61
  host rproxy 10.1.1.62
  host out1 203.0.113.9
  host pc1 10.100.0.21
  host pc2 10.100.0.22
  settle
}

certificates() {
  local name
  make_authority
  for name in fe01 fe02; do
    make_certificate "$name" "$pool" "$pool,$name.contoso.example"
  done
}

# balance NAME CONFIGURATION: haproxy there, in the background.
balance() {
  printf 'defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 20s\n%s%s' \
    '  timeout server 20s' $'\n'"$2"$'\n' >"$work/$1-haproxy.cfg"
  start "$1" haproxy -db -f "$work/$1-haproxy.cfg"
}

listeners() {
  local name
  web_pages abs/handler
  for name in fe01 fe02; do
    mtls_listen "$name" "$name" 444 5062 5065 8060
    wait_tcp "$name" 444 5062 5065 8060
  done
  mtls_listen fe02 fe02 5061
  # Accepts, and never says a word.
  start fe02 busybox nc -ll -p 5063 -e sleep 30
  # The front end behind the balancer takes the PROXY header off again.
  tls_listen fe01 fe01 15061
  balance fe01 $'listen sip\n  bind 10.1.1.11:5061 accept-proxy\n  server own 127.0.0.1:15061'
  balance pool01 $'listen sip\n  bind 10.1.1.61:5061\n  server fe01 10.1.1.11:5061 send-proxy'
  tls_listen fe01 fe01 4443 -WWW
  printf '%s\n' 'Port 443' 'Listen 10.1.1.62' 'Allow 10.0.0.0/8' 'ConnectPort 4443' \
    'Timeout 20' >"$work/tinyproxy.conf"
  start rproxy tinyproxy -d -c "$work/tinyproxy.conf"
  wait_tcp fe02 5061 5063
  wait_tcp fe01 5061 4443
  wait_tcp pool01 5061
  wait_tcp rproxy 443
}

# late_listener: a server asks a host outside over UDP before that one listens: port
# unreachable comes first, then the answer to what is sent again.
late_listener() {
  at fe01 sipp -sn uac -i 10.1.1.11 -p 5069 -t u1 -m 1 -d 200 -nostdin -timeout 20 \
    203.0.113.9:5060 >>"$work/fe01-sipp.log" 2>&1 &
  local pid=$!
  sleep 1.2
  start out1 sipp -sn uas -i 203.0.113.9 -p 5060 -t u1 -m 1 -nostdin -timeout 20
  wait "$pid"
}

everybody_talks() {
  local port
  for port in 444 5062 5065 8060; do
    mtls_say fe02 fe02 10.1.1.11 "$port" "$pool" 'OPTIONS\r\n' &&
      mtls_say fe01 fe01 10.1.1.12 "$port" "$pool" 'OPTIONS\r\n' || return 1
  done
  # Without a certificate: the listener ends it, for this one; for servers it works.
  tls_say fe01 10.1.1.12 5061 "$pool" 'OPTIONS\r\n' && return 1
  mtls_say fe01 fe01 10.1.1.12 5061 "$pool" 'OPTIONS\r\n' || return 1
  at fe01 timeout 3 openssl s_client -connect 10.1.1.12:5063 -servername "$pool" \
    </dev/null >/dev/null 2>&1
  tls_say pc1 10.1.1.61 5061 "$pool" "$(sip_register pc1)" || return 1
  { printf 'GET /abs/handler HTTP/1.0\r\n\r\n'; sleep 0.5; } |
    at pc2 openssl s_client -proxy 10.1.1.62:443 -connect 10.1.1.11:4443 -quiet \
      -no_ign_eof -nocommands -servername "$pool" >/dev/null 2>&1
  late_listener
}

# scenario FILE
scenario() {
  hosts_up && certificates && listeners || return 1
  capture_at switch span0 "$1"
  everybody_talks && capture_stop
}
