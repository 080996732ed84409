# shellcheck shell=bash
# What signatures/tls.yaml calls weak, one listener each, on three front ends that are in
# order otherwise; and a logging agent that signs itself, which is by design.
work=${work:?set by make.sh}

scenario_needs() { :; }

# What OpenSSL would not do by itself any more.
old=(-cipher 'ALL:COMPLEMENTOFALL:@SECLEVEL=0')
pool=pool01.contoso.example

hosts_up() {
  make_switch
  host fe01 10.1.1.11
  host fe02 10.1.1.12
  host fe03 10.1.1.13
  host pc1 10.100.0.21
  settle
}

# request NAME COMMON_NAME NAMES KEY...: a key and a request, KEY as in req(1).
request() {
  local name=$1 common_name=$2 alternatives=$3 directory=$work/certs
  shift 3
  openssl req "$@" -nodes -subj "/CN=$common_name" -keyout "$directory/$name.key" \
    -out "$directory/$name.csr" 2>/dev/null
  printf '%s\n' "subjectAltName=DNS:${alternatives//,/,DNS:}" \
    'extendedKeyUsage=serverAuth,clientAuth' 'basicConstraints=CA:FALSE' \
    >"$directory/$name.ext"
}

# sign NAME X509_ARGUMENTS...: by the authority.
sign() {
  local name=$1 directory=$work/certs
  shift
  openssl x509 -req -in "$directory/$name.csr" -CA "$directory/ca.pem" \
    -CAkey "$directory/ca.key" -CAcreateserial -days 700 -extfile "$directory/$name.ext" \
    -out "$directory/$name.pem" "$@" 2>/dev/null
}

certificates() {
  local directory=$work/certs name
  make_authority
  for name in fe01 fe02 fe03; do
    make_certificate "$name" "$pool" "$pool,$name.contoso.example"
  done
  make_certificate expired "$pool" "$pool" 20130101000000Z 20150101000000Z
  make_certificate early "$pool" "$pool" 20400101000000Z 20420101000000Z
  make_certificate ending "$pool" "$pool" 20200101000000Z \
    "$(date -u -d '+20 days' +%Y%m%d%H%M%SZ)"
  make_certificate other web.contoso.example web.contoso.example
  request short "$pool" "$pool" -newkey rsa:1024 && sign short -sha256
  request sha1 "$pool" "$pool" -newkey rsa:2048 && sign sha1 -sha1
  request md5 "$pool" "$pool" -newkey rsa:2048 && sign md5 -md5
  request pss "$pool" "$pool" -newkey rsa:2048 &&
    sign pss -sha256 -sigopt rsa_padding_mode:pss
  request curve "$pool" "$pool" -newkey ec -pkeyopt ec_paramgen_curve:prime192v1 &&
    sign curve -sha256
  request self "$pool" "$pool" -newkey rsa:2048
  openssl x509 -req -in "$directory/self.csr" -signkey "$directory/self.key" -days 700 \
    -extfile "$directory/self.ext" -out "$directory/self.pem" 2>/dev/null
}

# only VERSION: s_server and s_client arguments for exactly that one.
only() {
  echo -min_protocol "$1" -max_protocol "$1"
}

# shellcheck disable=SC2046 # only() gives four words
listeners() {
  local name
  web_pages abs/handler
  for name in fe01 fe02 fe03; do
    mtls_listen "$name" "$name" 444 5062 5063 5065 8060
    wait_tcp "$name" 444 5062 5063 5065 8060
  done
  tls_listen fe01 fe01 5061 $(only TLSv1) "${old[@]}"
  tls_listen fe01 fe01 443 $(only TLSv1.2) -cipher NULL-SHA256:@SECLEVEL=0
  tls_listen fe01 self 8057
  tls_listen fe01 short 8058 "${old[@]}"
  tls_listen fe01 self 50001
  tls_listen fe02 expired 5061
  tls_listen fe02 ending 443
  tls_listen fe02 other 8057
  tls_listen fe02 early 8058
  tls_listen fe03 sha1 5061 "${old[@]}"
  tls_listen fe03 md5 443 "${old[@]}"
  tls_listen fe03 pss 8057
  tls_listen fe03 curve 8058 "${old[@]}" -groups prime256v1:prime192v1
  wait_tcp fe01 5061 443 8057 8058 50001
  wait_tcp fe02 5061 443 8057 8058
  wait_tcp fe03 5061 443 8057 8058
}

# trusting HOST ADDRESS PORT S_CLIENT_ARGUMENTS...: whatever the certificate.
trusting() {
  local name=$1 address=$2 port=$3
  shift 3
  { printf 'hello\r\n'; sleep 0.3; } |
    at "$name" openssl s_client -connect "$address:$port" -quiet -no_ign_eof -nocommands \
      -servername "$pool" "$@" >>"$work/$name-s_client.log" 2>&1
}

# What makes them front ends: servers of one pool that show each other certificates.
servers_talk() {
  local from number=1 port
  for from in fe02 fe03 fe01; do
    for port in 444 5062 5063 5065 8060; do
      mtls_say "$from" "$from" "10.1.1.1$number" "$port" "$pool" 'OPTIONS\r\n' || return 1
    done
    number=$((number + 1))
  done
}

# shellcheck disable=SC2046
everybody_talks() {
  local port address
  servers_talk || return 1
  trusting pc1 10.1.1.11 5061 $(only TLSv1) "${old[@]}" &&
    trusting pc1 10.1.1.11 443 -cipher NULL-SHA256:@SECLEVEL=0 $(only TLSv1.2) || return 1
  for address in 10.1.1.11 10.1.1.12 10.1.1.13; do
    for port in 5061 443 8057 8058; do
      [ "$address" = 10.1.1.11 ] && [ "$port" -lt 8057 ] && continue
      trusting pc1 "$address" "$port" $(only TLSv1.2) "${old[@]}" \
        -groups prime256v1:prime192v1 || return 1
    done
  done
  trusting fe02 10.1.1.11 50001 $(only TLSv1.2)
}

# scenario FILE
scenario() {
  hosts_up && certificates && listeners || return 1
  capture_at switch span0 "$1"
  everybody_talks && capture_stop
}
