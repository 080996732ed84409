# shellcheck shell=bash
# The wrong program on a documented port, undocumented ports, a scan, a server that
# calls outside; beside them enough of a pool to tell who is who, and media that only
# looks strange: RTP over TCP, SRTP without ICE.
work=${work:?set by make.sh}
here=${here:?set by make.sh}

closed_ports='21 23 25 53 88 110 111 139 143 389 465 587 636 993 995 1433 1521 1723 2049
  3306 3389 5432 5900 5985 6379 8081 8443 9100 11211 27017'

scenario_needs() {
  need_media
  need sipp sip-tester sshd openssh-server smbd samba \
    impacket-rpcdump python3-impacket
}

hosts_up() {
  make_switch
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host med01 10.1.1.31
  host gw01 10.1.2.1
  host pc1 10.100.0.21
  host scanner 10.66.6.6
  host outside 203.0.113.9
  at fe01 ip route add 203.0.113.9/32 dev eth0
  at outside ip route add 10.0.0.0/8 dev eth0
  settle
}

certificates() {
  make_authority
  make_certificate fe01 pool01.contoso.example pool01.contoso.example,fe01.contoso.example
  make_certificate fe02 pool01.contoso.example pool01.contoso.example,fe02.contoso.example
  make_certificate med01 med01.contoso.example med01.contoso.example
}

# What belongs there.
listeners() {
  local host
  web_pages LiveServer/Focus
  for host in fe01 fe02; do
    tls_listen "$host" "$host" 8057
    tls_listen "$host" "$host" 444 -WWW -Verify 2
    mtls_listen "$host" "$host" 5062 5063
    wait_tcp "$host" 8057 444 5062 5063
  done
  rpc_listen fe01
  tls_listen med01 med01 5067
  start med01 sipp -sf "$here/mediation-uas.xml" -i 10.1.1.31 -p 5068 -t t1 -m 1 \
    -nostdin -timeout 60
  wait_tcp fe01 135
  wait_tcp med01 5067 5068
}

stranger_listeners() {
  start fe01 sipp -sn uas -i 10.1.1.11 -p 5061 -t t1 -m 1 -nostdin -timeout 60
  ssh_listen fe01 2222
  ssh_listen fe02 5061
  start med01 python3 -m http.server -d "$work/www" 5070
  start outside python3 -m http.server -d "$work/www" 8081
  wait_tcp fe01 5061 2222
  wait_tcp fe02 5061
  wait_tcp med01 5070
  wait_tcp outside 8081
}

# pool_work ONE OTHER OTHER_ADDRESS: what one front end asks of the other.
pool_work() {
  local port
  tls_say pc1 "$3" 8057 pool01.contoso.example 'psom\r\n' || return 1
  for port in 5062 5063; do
    mtls_say "$1" "$1" "$3" "$port" "$2.contoso.example" 'OPTIONS\r\n' || return 1
  done
  https_get_mutual "$1" "$1" "$3" 444 "$2.contoso.example" /LiveServer/Focus
}

documented_work() {
  pool_work fe02 fe01 10.1.1.11 && pool_work fe01 fe02 10.1.1.12 &&
    rpc_dump fe02 10.1.1.11 &&
    tls_say gw01 10.1.1.31 5067 med01.contoso.example 'INVITE\r\n' &&
    at gw01 sipp -sf "$here/gateway-uac.xml" -s +33144000001 -i 10.1.2.1 -p 0 -t t1 \
      -m 1 -key media 16384 -nostdin -timeout 20 10.1.1.31:5068 >>"$work/gw01-sipp.log" 2>&1
}

stranger_work() {
  at pc1 sipp -sn uac -i 10.100.0.21 -p 0 -t t1 -m 1 -nostdin -timeout 20 \
    10.1.1.11:5061 >>"$work/pc1-sipp.log" 2>&1 &&
    ssh_run pc1 10.1.1.12 5061 &&
    at fe01 curl -sS -o /dev/null http://10.1.1.31:5070/ &&
    at fe01 curl -sS -o /dev/null http://203.0.113.9:8081/ || return 1
  # shellcheck disable=SC2086 # a list
  at scanner python3 "$here/scan.py" 10.1.1.11 $closed_ports 2222 >"$work/scan.log"
  [ "$(cat "$work/scan.log")" = 2222 ]
}

# Two media flows that are documented and one that is not, its port being too low.
media_work() {
  local audio sharing
  audio="$(siren_source 2)"
  read -r -a sharing <<<"$(siren_source 1)"
  start fe01 timeout 20 gst-launch-1.0 -q \
    tcpserversrc host=10.1.1.11 port=52100 ! fakesink
  wait_tcp fe01 52100
  hold_media fe01 49500 && hold_media fe01 20000 && hold_media pc1 50030 || return 1
  at pc1 gst-launch-1.0 -q "${sharing[@]}" ! rtpstreampay \
    ! tcpclientsink host=10.1.1.11 port=52100 >>"$work/pc1-gst.log" 2>&1 &&
    play_srtp pc1 "$audio" 10.1.1.11 49500 50030 287454020 &&
    play_srtp fe01 "$audio" 10.100.0.21 50030 49500 1432778632 &&
    play_rtp pc1 "$audio" 10.1.1.11 20000 50032
}

# scenario FILE
scenario() {
  # shellcheck source=tests/peers/windows.sh
  . "$here/windows.sh"
  hosts_up && certificates && listeners && stranger_listeners || return 1
  capture_at switch span0 "$1"
  documented_work && stranger_work && media_work && capture_stop
}
