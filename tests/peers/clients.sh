# shellcheck shell=bash
# Clients among themselves and at the edge: ICE in Microsoft's dialect and in the
# standard one, with and without a relay, media, a file, and a phone asking for DHCP.
work=${work:?set by make.sh}
here=${here:?set by make.sh}

scenario_needs() {
  need_media
  need turnserver coturn turnutils_uclient coturn dnsmasq dnsmasq-base udhcpc udhcpc
}

hosts_up() {
  make_switch
  host edge01 10.1.1.71
  host edge02 10.1.1.72
  host dhcp01 10.1.1.81
  host pc1 10.100.0.21
  host pc2 10.100.0.22
  host phone1
  settle
}

listeners() {
  start edge01 turnserver -n -L 10.1.1.71 -r contoso.example -a -u alice:secret \
    --min-port 50000 --max-port 50999 --no-tls --no-dtls --no-cli --log-file stdout \
    --pidfile "$work/turnserver.pid" --db "$work/turndb"
  start edge02 python3 "$here/ms_turn.py" 10.1.1.72 alice secret
  start dhcp01 dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --user=root \
    --pid-file= --dhcp-leasefile="$work/leases" --no-ping --dhcp-authoritative \
    --dhcp-range=10.100.0.100,10.100.0.120,255.0.0.0,1h \
    --log-dhcp \
    --dhcp-option-force=120,"$(sip_server_option pool01 contoso example)" \
    --dhcp-option=vendor:MS-UC-Client,1,MS-UC-Client \
    --dhcp-option=vendor:MS-UC-Client,2,https \
    --dhcp-option=vendor:MS-UC-Client,3,pool01.contoso.example \
    --dhcp-option=vendor:MS-UC-Client,4,443 \
    --dhcp-option=vendor:MS-UC-Client,5,/CertProv/CertProvisioningService.svc
  wait_tcp edge02 443
  wait_udp edge01 3478
  wait_udp edge02 3478
  wait_udp dhcp01 67
}

# sip_server_option LABEL...: option 120, encoding 0, a name of RFC 1035 labels.
sip_server_option() {
  local label bytes=00
  for label; do
    bytes+=$(printf ':%02x' "${#label}")
    bytes+=$(printf '%s' "$label" | od -An -tx1 | tr ' ' ':')
  done
  echo "$bytes:00"
}

# phone_asks VENDOR_CLASS: discover, offer, request, acknowledge.
phone_asks() {
  at phone1 udhcpc -f -n -q -i eth0 -s /bin/true -V "$1" -O 43 -O 120 \
    >>"$work/phone1-udhcpc.log" 2>&1
}

transfer_file() {
  start pc1 python3 "$here/msn_transfer.py" send 10.100.0.21 6000
  wait_tcp pc1 6891
  at pc2 python3 "$here/msn_transfer.py" receive 10.100.0.21
}

# call SESSION LOCAL_PORT MEDIA PLAY CALLER_ARGUMENTS [CALLEE_ARGUMENTS]
call() {
  ice_media pc1 10.100.0.21 pc2 10.100.0.22 "$1" "$3" 2 "$4" "$2" \
    "--low 50020 --high 50039 $5" "--low 50020 --high 50039 ${6:-}"
}

# In Microsoft's dialect libnice takes the name and the password in base64.
calls() {
  local audio video name password
  audio="$(siren_source 2)" video="$(video_source 2)"
  name=$(printf alice | base64) password=$(printf secret | base64)
  call direct 30000 "$audio" play_rtp '' &&
    call video 30100 "$video" play_srtp '' &&
    call relayed 30200 "$audio" play_srtp \
      "--relay-only --relay udp,10.1.1.72,3478,$name,$password" &&
    call tls 30300 "$audio" play_srtp \
      "--tcp --relay tls,10.1.1.72,443,$name,$password" --tcp &&
    call standard 30400 "$audio" play_srtp \
      '--dialect rfc5245 --relay-only --relay udp,10.1.1.71,3478,alice,secret' \
      '--dialect rfc5245'
}

# scenario FILE
scenario() {
  build_ice_agent && hosts_up && listeners || return 1
  capture_at switch span0 "$1"
  phone_asks MS-UC-Client && phone_asks CPE-OCPHONE && transfer_file && calls &&
    at pc1 turnutils_uclient -y -m 1 -n 4 -l 100 -u alice -w secret -L 10.100.0.21 \
      10.1.1.71 >>"$work/pc1-uclient.log" 2>&1 && capture_stop
}
