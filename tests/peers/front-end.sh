# shellcheck shell=bash
# A pool of two front ends and a mediation server, seen from a SPAN port of their
# switch. With strangers=false every program is one the tables document.
strangers=${strangers:?set by make.sh}
work=${work:?set by make.sh}
here=${here:?set by make.sh}

scenario_needs() {
  need_media
  need smbd samba smbclient smbclient sshd openssh-server dnsmasq dnsmasq-base \
    busybox busybox tsql freetds-bin impacket-rpcdump python3-impacket rpcclient smbclient
}

hosts_up() {
  make_switch
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host med01 10.1.1.31
  host rproxy 10.1.1.61
  host dc01 10.1.1.82
  host gw01 10.1.2.1
  host pc1 10.100.0.21
  host pc2 10.100.0.22
  host pc9 10.100.0.99
  settle
}

certificates() {
  make_authority
  make_certificate fe01 pool01.contoso.example \
    pool01.contoso.example,fe01.contoso.example,sip.contoso.example
  make_certificate fe02 pool01.contoso.example \
    pool01.contoso.example,fe02.contoso.example,sip.contoso.example
  make_certificate med01 med01.contoso.example med01.contoso.example
  make_certificate gw01 gw01.contoso.example gw01.contoso.example
}

# The SIP listeners of fe01 that speak mutual TLS; 5071 apart, which a stranger takes.
fe01_mtls='5062 5063 5064 5065 5070 5072 5073 5075 5076 5080 5086 8060 8404'

listeners() {
  local port
  web_pages abs/handler meet reach LiveServer/Focus
  tls_listen fe01 fe01 5061 -verify 2
  tls_listen fe01 fe01 8057
  tls_listen fe01 fe01 443 -WWW
  tls_listen fe01 fe01 4443 -WWW
  tls_listen fe01 fe01 444 -WWW -Verify 2
  for port in $fe01_mtls; do mtls_listen fe01 fe01 "$port"; done
  start fe01 python3 "$here/web.py" 80
  start fe01 python3 "$here/web.py" 8080
  start fe01 python3 "$here/ssrp.py" FE01
  rpc_listen fe01
  tls_listen fe02 fe02 5061 -verify 2
  tls_listen fe02 fe02 444 -WWW -Verify 2
  mtls_listen fe02 fe02 5062 5071
  smb_listen fe02 xds-replica
  mtls_listen med01 med01 5070
  tls_listen med01 med01 5067
  dns_listen dc01 sip.contoso.example=10.1.1.11 pool01.contoso.example=10.1.1.11 \
    fe02.contoso.example=10.1.1.12 lyncdiscoverinternal.contoso.example=10.1.1.11
  # shellcheck disable=SC2086 # a list
  wait_tcp fe01 5061 8057 443 4443 444 80 8080 135 $fe01_mtls
  wait_tcp fe02 5061 444 5062 5071 445
  wait_tcp med01 5070 5067
  wait_tcp dc01 53
  wait_udp fe01 1434
  $strangers || mtls_listen fe01 fe01 5071
  $strangers || wait_tcp fe01 5071
}

stranger_listeners() {
  ssh_listen fe01 22 15060
  start fe01 python3 -m http.server -d "$work/www" 4444
  start fe01 python3 -m http.server -d "$work/www" 5071
  tls_listen med01 med01 8057
  wait_tcp fe01 22 15060 4444 5071
  wait_tcp med01 8057
}

# Clients: names, sign-in, web components, a web conference.
clients_work() {
  local client
  for client in pc1 pc2; do
    dns_ask "$client" 10.1.1.82 lyncdiscoverinternal.contoso.example
    dns_ask "$client" 10.1.1.82 sip.contoso.example
    tls_say "$client" 10.1.1.11 5061 sip.contoso.example "$(sip_register "$client")" &&
      tls_say "$client" 10.1.1.11 8057 pool01.contoso.example 'psom\r\n' &&
      https_get "$client" 10.1.1.11 443 pool01.contoso.example /abs/handler || return 1
  done
  tls_say pc2 10.1.1.12 5061 sip.contoso.example "$(sip_register pc2)" &&
    at pc1 curl -sS -o /dev/null -A 'OCPhone/4.0.7577.4372' \
      http://10.1.1.11/CertProv/CertProvisioningService.svc &&
    at rproxy curl -sS -o /dev/null -A 'OC/15.0.4517.1504 (Microsoft Lync 2013)' \
      http://10.1.1.11:8080/Autodiscover/autodiscoverservice.svc/root &&
    https_get rproxy 10.1.1.11 4443 pool01.contoso.example /reach
}

# Servers among themselves.
servers_work() {
  local port
  dns_ask fe01 10.1.1.82 fe02.contoso.example
  for port in 5061 $fe01_mtls; do
    mtls_say fe02 fe02 10.1.1.11 "$port" fe01.contoso.example 'OPTIONS\r\n' || return 1
  done
  $strangers || mtls_say fe02 fe02 10.1.1.11 5071 fe01.contoso.example 'OPTIONS\r\n'
  for port in 5061 5062 5071; do
    mtls_say fe01 fe01 10.1.1.12 "$port" fe02.contoso.example 'OPTIONS\r\n' || return 1
  done
  https_get_mutual fe02 fe02 10.1.1.11 444 fe01.contoso.example /LiveServer/Focus &&
    https_get_mutual fe01 fe01 10.1.1.12 444 fe02.contoso.example /LiveServer/Focus &&
    mtls_say fe01 fe01 10.1.1.31 5070 med01.contoso.example 'INVITE\r\n' &&
    mtls_say med01 med01 10.1.1.11 5061 fe01.contoso.example 'OPTIONS\r\n' &&
    tls_say gw01 10.1.1.31 5067 med01.contoso.example 'INVITE\r\n' &&
    smb_put fe01 10.1.1.12 xds-replica replica.xml &&
    rpc_dump fe02 10.1.1.11 && rpc_call fe02 10.1.1.11 || return 1
  at fe02 tsql -LH 10.1.1.11 >>"$work/fe02-tsql.log" 2>&1
  grep -q LYNCLOCAL "$work/fe02-tsql.log"
}

# A conference: audio and video by ICE, then application sharing over TCP.
conference() {
  local sharing audio video
  read -r -a sharing <<<"$(siren_source 1)"
  audio="$(siren_source 2)" video="$(video_source 2)"
  start fe01 timeout 20 gst-launch-1.0 -q \
    tcpserversrc host=10.1.1.11 port=52100 ! fakesink
  wait_tcp fe01 52100
  at pc1 gst-launch-1.0 -q "${sharing[@]}" ! rtpstreampay \
    ! tcpclientsink host=10.1.1.11 port=52100 >>"$work/pc1-gst.log" 2>&1 || return 1
  ice_media pc1 10.100.0.21 fe01 10.1.1.11 audio "$audio" 2 play_srtp 30000 \
    '--low 50020 --high 50039' '--low 49152 --high 57500' &&
    ice_media pc1 10.100.0.21 fe01 10.1.1.11 video "$video" 2 play_srtp 30100 \
      '--low 58000 --high 58019' '--low 57501 --high 65535'
}

stranger_work() {
  ssh_run pc9 10.1.1.11 22 && ssh_run pc9 10.1.1.11 15060 &&
    at pc9 curl -sS -o /dev/null http://10.1.1.11:4444/ &&
    at fe02 curl -sS -o /dev/null http://10.1.1.11:5071/ &&
    tls_say pc2 10.1.1.31 8057 med01.contoso.example 'psom\r\n'
}

# scenario FILE
scenario() {
  # shellcheck source=tests/peers/windows.sh
  . "$here/windows.sh"
  build_ice_agent && hosts_up && certificates && listeners || return 1
  if $strangers; then stranger_listeners; fi
  capture_at switch span0 "$1"
  clients_work && servers_work && conference || return 1
  if $strangers; then stranger_work || return 1; fi
  capture_stop
}
