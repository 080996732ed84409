# shellcheck shell=bash
# What a Windows server has besides Lync: SMB, the RPC endpoint mapper, SQL Browser,
# DNS; and ssh, which it should not have.
work=${work:?set by make.sh}
here=${here:?set by make.sh}

# smb_configuration HOST SHARE: a server with one share anyone may use.
smb_configuration() {
  local directory=$work/$1-samba
  mkdir -p "$directory/share" "$directory/state" "$directory/ncalrpc"
  chmod 777 "$directory/share"
  cat >"$directory/smb.conf" <<EOT
[global]
  netbios name = $1
  workgroup = CONTOSO
  disable netbios = yes
  smb ports = 445
  map to guest = Bad User
  log file = $work/$1-smbd.log
  log level = 1
  private dir = $directory/state
  lock directory = $directory/state
  state directory = $directory/state
  cache directory = $directory/state
  pid directory = $directory/state
  ncalrpc dir = $directory/ncalrpc
  rpc start on demand helpers = no
  load printers = no
  printing = bsd
[$2]
  path = $directory/share
  guest ok = yes
  force user = root
  read only = no
EOT
  echo "$directory/smb.conf"
}

# smb_listen HOST SHARE: port 445.
smb_listen() {
  start_apart "$1" smbd --foreground --no-process-group \
    --configfile="$(smb_configuration "$1" "$2")"
}

# rpc_listen HOST: the endpoint mapper on port 135 and what it maps, on dynamic ports.
rpc_listen() {
  start_apart "$1" /usr/libexec/samba/samba-dcerpcd --foreground --no-process-group \
    --libexec-rpcds --configfile="$(smb_configuration "$1" rpc)"
}

# Samba's clients, without this machine's configuration, names or users.
as_nobody=(--configfile=/dev/null --workgroup=CONTOSO -N -U% --option="lock dir=$work")

# smb_put HOST ADDRESS SHARE NAME: writes one small file.
smb_put() {
  echo '<replica/>' >"$work/$4"
  at "$1" smbclient "${as_nobody[@]}" --netbiosname="${1^^}" \
    -c "put $work/$4 $4; dir" "//$2/$3" >>"$work/$1-smbclient.log" 2>&1
}

# rpc_dump HOST ADDRESS: asks the endpoint mapper for everything.
rpc_dump() {
  at "$1" impacket-rpcdump -port 135 "$2" >>"$work/$1-rpcdump.log" 2>&1
}

# rpc_call HOST ADDRESS: LSARPC on the dynamic port the endpoint mapper names for it,
# which lies among the media ports. The server lets nobody in, after it has spoken.
rpc_call() {
  at "$1" rpcclient "${as_nobody[@]}" --netbiosname="${1^^}" \
    -c lsaquery "ncacn_ip_tcp:$2" >>"$work/$1-rpcclient.log" 2>&1
  ! grep -q 'NT_STATUS_\(CONNECTION_REFUSED\|HOST_UNREACHABLE\|IO_TIMEOUT\)' \
    "$work/$1-rpcclient.log"
}

# dns_listen HOST NAME=ADDRESS...: and nothing else than those names.
dns_listen() {
  local name=$1 records=() record
  shift
  for record; do records+=("--address=/${record/=//}"); done
  start "$name" dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts \
    --user=root --pid-file= --local=/contoso.example/ "${records[@]}"
}

# dns_ask HOST SERVER NAME
dns_ask() {
  at "$1" busybox nslookup "$3" "$2" >>"$work/$1-nslookup.log" 2>&1
}

# ssh_listen HOST PORT...
ssh_listen() {
  local name=$1 port
  shift
  [ -f "$work/ssh_key" ] || ssh-keygen -q -t ed25519 -N '' -f "$work/ssh_key"
  cp "$work/ssh_key.pub" "$work/authorized_keys"
  for port; do
    start_apart "$name" /usr/sbin/sshd -D -f /dev/null -p "$port" -h "$work/ssh_key" \
      -o StrictModes=no -o UsePAM=no -o PidFile=none \
      -o AuthorizedKeysFile="$work/authorized_keys"
  done
}

# ssh_run HOST ADDRESS PORT: logs in, or at least tries to.
ssh_run() {
  at "$1" ssh -F /dev/null -i "$work/ssh_key" -p "$3" -o BatchMode=yes \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5 \
    "root@$2" 'echo in' >>"$work/$1-ssh.log" 2>&1
  grep -q -e '^in$' -e 'Permission denied' "$work/$1-ssh.log"
}
