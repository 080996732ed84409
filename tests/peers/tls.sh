# shellcheck shell=bash
# Certificates, and openssl as every TLS server and client.
work=${work:?set by make.sh}

# make_authority: a root like the one a Windows domain has.
make_authority() {
  mkdir -p "$work/certs"
  openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 3650 \
    -subj '/DC=example/DC=contoso/CN=contoso-DC01-CA' \
    -keyout "$work/certs/ca.key" -out "$work/certs/ca.pem" 2>/dev/null
}

# make_certificate NAME COMMON_NAME ALTERNATIVE_NAMES [NOT_BEFORE NOT_AFTER]
# with names separated by commas and times as in x509(1): YYYYMMDDHHMMSSZ.
make_certificate() {
  local name=$1 common_name=$2 alternatives=$3 directory=$work/certs
  local period=(-days 730)
  [ $# -lt 5 ] || period=(-startdate "$4" -enddate "$5")
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$common_name" \
    -keyout "$directory/$name.key" -out "$directory/$name.csr" 2>/dev/null
  printf '%s\n' "subjectAltName=DNS:${alternatives//,/,DNS:}" \
    'extendedKeyUsage=serverAuth,clientAuth' 'basicConstraints=CA:FALSE' \
    >"$directory/$name.ext"
  : >"$directory/$name.index"
  openssl ca -batch -md sha256 -config /dev/stdin -notext \
    -cert "$directory/ca.pem" -keyfile "$directory/ca.key" "${period[@]}" \
    -extfile "$directory/$name.ext" -in "$directory/$name.csr" \
    -out "$directory/$name.pem" 2>"$directory/$name.log" <<EOT
[ca]
default_ca = authority
[authority]
database = $directory/$name.index
new_certs_dir = $directory
policy = any
unique_subject = no
rand_serial = yes
[any]
commonName = supplied
EOT
}

# web_pages PATH...: what HTTPS listeners have to give.
web_pages() {
  local path
  for path; do
    mkdir -p "$work/www/$(dirname "$path")"
    echo '<resource/>' >"$work/www/$path"
  done
}

# tls_listen HOST CERTIFICATE PORT [S_SERVER_ARGUMENTS...]
# Answers each line with the same line backwards, or with -WWW HTTP requests with the
# files of web_pages.
tls_listen() {
  local name=$1 certificate=$work/certs/$2 port=$3 answer=(-rev)
  shift 3
  case " $* " in *" -WWW "*) answer=() ;; esac
  start "$name" env -C "$work/www" openssl s_server -accept "$port" -quiet "${answer[@]}" \
    -cert "$certificate.pem" -key "$certificate.key" \
    -verifyCAfile "$work/certs/ca.pem" -no_ticket -max_protocol TLSv1.2 "$@"
}

# mtls_listen HOST CERTIFICATE PORT...: the peer must show a certificate.
mtls_listen() {
  local name=$1 certificate=$2 port
  shift 2
  for port; do
    tls_listen "$name" "$certificate" "$port" -Verify 2 -verify_return_error
  done
}

# tls_say HOST ADDRESS PORT SERVER_NAME TEXT [S_CLIENT_ARGUMENTS...]
# Sends TEXT a line at a time and leaves with close_notify.
tls_say() {
  local name=$1 address=$2 port=$3 server_name=$4 text=$5
  shift 5
  { printf '%b' "$text"; sleep 0.3; } |
    at "$name" openssl s_client -connect "$address:$port" -quiet -no_ign_eof -nocommands \
      -servername "$server_name" -verifyCAfile "$work/certs/ca.pem" \
      -verify_return_error "$@" >>"$work/$name-s_client.log" 2>&1
}

# mtls_say HOST CERTIFICATE ADDRESS PORT SERVER_NAME TEXT: the same, showing one.
mtls_say() {
  local name=$1 certificate=$work/certs/$2
  shift 2
  tls_say "$name" "$@" -cert "$certificate.pem" -key "$certificate.key"
}

# sip_register USER: the first request of a client, for the inside of TLS.
sip_register() {
  printf '%s' "REGISTER sip:contoso.example SIP/2.0\r\n" \
    "Via: SIP/2.0/TLS 10.100.0.1:50000\r\n" \
    "From: <sip:$1@contoso.example>;tag=7f3a;epid=0b1c2d3e4f\r\n" \
    "To: <sip:$1@contoso.example>\r\nCSeq: 1 REGISTER\r\n" \
    "User-Agent: UCCAPI/15.0.4517.1004 OC/15.0.4517.1004 (Microsoft Lync)\r\n" \
    "Content-Length: 0\r\n\r\n"
}

# https_get HOST ADDRESS PORT SERVER_NAME PATH [CURL_ARGUMENTS...]
https_get() {
  local name=$1 address=$2 port=$3 server_name=$4 path=$5
  shift 5
  at "$name" curl -sS -o /dev/null --max-time 10 --tls-max 1.2 \
    --cacert "$work/certs/ca.pem" --resolve "$server_name:$port:$address" \
    -A 'OC/15.0.4517.1504 (Microsoft Lync 2013)' "$@" \
    "https://$server_name:$port$path"
}

# https_get_mutual HOST CERTIFICATE ADDRESS PORT SERVER_NAME PATH
https_get_mutual() {
  local name=$1 certificate=$work/certs/$2
  shift 2
  https_get "$name" "$@" --cert "$certificate.pem" --key "$certificate.key"
}
