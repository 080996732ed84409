# shellcheck shell=bash
# Every TLS version OpenSSL still speaks, with and without client certificates, on ports
# of a front end. From TLS 1.3 on, certificates are encrypted and nobody sees them.
work=${work:?set by make.sh}

# Only what every scenario needs.
scenario_needs() { :; }

old=(-cipher 'ALL:@SECLEVEL=0')

hosts_up() {
  make_switch
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host rproxy 10.1.1.61
  host pc1 10.100.0.21
  settle
}

certificates() {
  make_authority
  make_certificate fe01 pool01.contoso.example \
    pool01.contoso.example,fe01.contoso.example,sip.contoso.example
  make_certificate fe02 pool01.contoso.example pool01.contoso.example,fe02.contoso.example
  make_certificate expired pool01.contoso.example \
    pool01.contoso.example,fe02.contoso.example 20130101000000Z 20150101000000Z
}

# only VERSION: s_server and s_client arguments for exactly that one.
only() {
  echo -min_protocol "$1" -max_protocol "$1"
}

# The last -min_protocol and -max_protocol count, so these override tls_listen's.
# shellcheck disable=SC2046 # only() gives four words
listeners() {
  web_pages abs/handler
  tls_listen fe01 fe01 5061 $(only TLSv1) "${old[@]}"
  tls_listen fe01 fe01 443 -WWW $(only TLSv1.1) "${old[@]}"
  tls_listen fe01 fe01 8057 $(only TLSv1.2)
  tls_listen fe01 fe01 4443 -WWW $(only TLSv1.3)
  tls_listen fe01 fe01 5062 -Verify 2 $(only TLSv1.2)
  tls_listen fe01 fe01 5063 -Verify 2 $(only TLSv1.3)
  tls_listen fe02 fe02 5061 -Verify 2
  tls_listen fe02 expired 443 -WWW
  wait_tcp fe01 5061 443 8057 4443 5062 5063
  wait_tcp fe02 5061 443
}

# shellcheck disable=SC2046
everybody_talks() {
  local name=pool01.contoso.example
  tls_say pc1 10.1.1.11 5061 "$name" "$(sip_register pc1)" $(only TLSv1) "${old[@]}" &&
    tls_say pc1 10.1.1.11 443 "$name" 'GET /abs/handler HTTP/1.0\r\n\r\n' \
      $(only TLSv1.1) "${old[@]}" &&
    tls_say pc1 10.1.1.11 8057 "$name" 'psom\r\n' $(only TLSv1.2) &&
    tls_say rproxy 10.1.1.11 4443 "$name" 'GET /abs/handler HTTP/1.0\r\n\r\n' \
      $(only TLSv1.3) &&
    mtls_say fe02 fe02 10.1.1.11 5062 "$name" 'OPTIONS\r\n' &&
    mtls_say fe02 fe02 10.1.1.11 5063 "$name" 'OPTIONS\r\n' || return 1
  # Asked for a certificate and has none: the server ends it with handshake_failure.
  tls_say pc1 10.1.1.12 5061 "$name" "$(sip_register pc1)" && return 1
  # Shown a certificate of 2013: the client ends it with certificate_expired.
  tls_say pc1 10.1.1.12 443 "$name" 'GET /abs/handler HTTP/1.0\r\n\r\n' && return 1
  return 0
}

# scenario FILE
scenario() {
  hosts_up && certificates && listeners || return 1
  capture_at switch span0 "$1"
  everybody_talks && capture_stop
}
