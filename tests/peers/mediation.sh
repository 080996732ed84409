# shellcheck shell=bash
# A mediation server between its front ends and a PSTN gateway, seen from its own
# network card: what it sends has the checksums the card would have filled in.
work=${work:?set by make.sh}
here=${here:?set by make.sh}

scenario_needs() {
  need_media
  need sipp sip-tester
}

hosts_up() {
  make_switch
  host med01 10.1.1.31
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host gw01 10.1.2.1
  at med01 ethtool -K eth0 tx on >/dev/null 2>&1
  settle
}

certificates() {
  make_authority
  make_certificate med01 med01.contoso.example med01.contoso.example
  make_certificate fe01 pool01.contoso.example pool01.contoso.example,fe01.contoso.example
  make_certificate fe02 pool01.contoso.example pool01.contoso.example,fe02.contoso.example
  make_certificate gw01 gw01.contoso.example gw01.contoso.example
}

listeners() {
  mkdir -p "$work/www"
  mtls_listen med01 med01 5070
  tls_listen med01 med01 5067
  start med01 sipp -sf "$here/mediation-uas.xml" -i 10.1.1.31 -p 5068 -t t1 \
    -m 3 -nostdin -timeout 60
  wait_tcp med01 5070 5067 5068
}

# call NUMBER MEDIA_PORT: the gateway calls, the mediation server answers.
call() {
  at gw01 sipp -sf "$here/gateway-uac.xml" -s "$1" -i 10.1.2.1 -p 0 -t t1 -m 1 \
    -key media "$2" -nostdin -timeout 20 10.1.1.31:5068 >>"$work/gw01-sipp.log" 2>&1
}

# media FIRST FIRST_ADDRESS FIRST_PORT SECOND SECOND_ADDRESS SECOND_PORT
# Both ways; who is named first sends first.
media() {
  local audio players
  audio="$(pcma_source 2)"
  play_rtp "$1" "$audio" "$5" "$6" "$3" &
  players=($!)
  sleep 0.3
  play_rtp "$4" "$audio" "$2" "$3" "$6" &
  players+=($!)
  gather "${players[@]}"
}

# scenario FILE
scenario() {
  hosts_up && certificates && listeners || return 1
  hold_media med01 49170 && hold_media gw01 16384 && hold_media gw01 16386 || return 1
  capture_at med01 eth0 "$1"
  mtls_say fe01 fe01 10.1.1.31 5070 med01.contoso.example 'INVITE\r\n' &&
    mtls_say fe02 fe02 10.1.1.31 5070 med01.contoso.example 'INVITE\r\n' || return 1
  call +33144000001 16384 &
  local first=$!
  sleep 1
  media gw01 10.1.2.1 16384 med01 10.1.1.31 49170 && gather "$first" &&
    tls_say gw01 10.1.1.31 5067 med01.contoso.example 'INVITE\r\n' -cert \
      "$work/certs/gw01.pem" -key "$work/certs/gw01.key" || return 1
  call +33144000002 16386 &
  first=$!
  sleep 1
  media med01 10.1.1.31 49170 gw01 10.1.2.1 16386 && gather "$first" && capture_stop
}
