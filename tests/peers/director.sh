# shellcheck shell=bash
# A director before a pool: clients sign in there first and are sent to their front
# end. Seen from a SPAN port of the switch both are on.
work=${work:?set by make.sh}
here=${here:?set by make.sh}

# Only what every scenario needs.
scenario_needs() { :; }

hosts_up() {
  make_switch
  host dir01 10.1.1.21
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host rproxy 10.1.1.61
  host edge01 10.1.1.71
  host pc1 10.100.0.21
  host pc2 10.100.0.22
  settle
}

certificates() {
  local web=lyncdiscover.contoso.example,lyncdiscoverinternal.contoso.example
  make_authority
  make_certificate dir01 dirpool01.contoso.example \
    "dirpool01.contoso.example,dir01.contoso.example,sip.contoso.example,$web,$(
    )dialin.contoso.example,meet.contoso.example"
  make_certificate fe01 pool01.contoso.example pool01.contoso.example,fe01.contoso.example
  make_certificate fe02 pool01.contoso.example pool01.contoso.example,fe02.contoso.example
  make_certificate edge01 edge01.contoso.example edge01.contoso.example
}

listeners() {
  web_pages Autodiscover/autodiscoverservice.svc/root meet dialin LiveServer/Focus \
    abs/handler
  tls_listen dir01 dir01 5061 -verify 2
  tls_listen dir01 dir01 443 -WWW
  tls_listen dir01 dir01 4443 -WWW
  tls_listen dir01 dir01 444 -WWW -Verify 2
  start dir01 python3 "$here/web.py" 80
  tls_listen fe01 fe01 5061 -verify 2
  tls_listen fe01 fe01 8057
  tls_listen fe01 fe01 443 -WWW
  tls_listen fe01 fe01 444 -WWW -Verify 2
  mtls_listen fe01 fe01 5062
  wait_tcp dir01 5061 443 4443 444 80
  wait_tcp fe01 5061 8057 443 444 5062
}

clients_work() {
  local client
  for client in pc1 pc2; do
    https_get "$client" 10.1.1.21 443 lyncdiscoverinternal.contoso.example \
      /Autodiscover/autodiscoverservice.svc/root &&
      tls_say "$client" 10.1.1.21 5061 sip.contoso.example "$(sip_register "$client")" &&
      tls_say "$client" 10.1.1.11 5061 pool01.contoso.example \
        "$(sip_register "$client")" &&
      tls_say "$client" 10.1.1.11 8057 pool01.contoso.example 'psom\r\n' || return 1
  done
  at pc1 curl -sS -o /dev/null -A 'OC/15.0.4517.1504 (Microsoft Lync 2013)' \
    'http://10.1.1.21/Autodiscover/autodiscoverservice.svc/root?sipuri=a@contoso' &&
    https_get pc2 10.1.1.11 443 pool01.contoso.example /abs/handler &&
    https_get rproxy 10.1.1.21 4443 meet.contoso.example /meet
}

servers_work() {
  https_get_mutual dir01 dir01 10.1.1.11 444 fe01.contoso.example /LiveServer/Focus &&
    https_get_mutual fe01 fe01 10.1.1.21 444 dir01.contoso.example /LiveServer/Focus &&
    mtls_say dir01 dir01 10.1.1.11 5061 fe01.contoso.example 'OPTIONS\r\n' &&
    mtls_say fe01 fe01 10.1.1.21 5061 dir01.contoso.example 'OPTIONS\r\n' &&
    mtls_say edge01 edge01 10.1.1.21 5061 dir01.contoso.example 'OPTIONS\r\n' &&
    mtls_say fe02 fe02 10.1.1.11 5062 fe01.contoso.example 'OPTIONS\r\n'
}

# scenario FILE
scenario() {
  hosts_up && certificates && listeners || return 1
  capture_at switch span0 "$1"
  clients_work && servers_work && capture_stop
}
