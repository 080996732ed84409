# shellcheck shell=bash
# Namespaces, a switch, programs in the background, a capture: what every
# scenario stands on. Sourced by make.sh, which sets $work and $here.
#
# Every host is a network namespace with one veth into a bridge in a namespace of
# its own. The bridge forgets what it learns (ageing_time 0), so it floods like a
# hub, and a port with nobody behind it sees each frame exactly once: a SPAN port.
# Nothing here touches the machine's own interfaces, addresses or routes.

prefix=peers$$
namespaces=()
# Sockets, certificates and logs of one run; set by make.sh.
work=${work:?set by make.sh}

# Ends every process in the namespaces this run made, then the namespaces.
tear_down() {
  local namespace
  for namespace in "${namespaces[@]}"; do
    ip netns pids "$namespace" 2>/dev/null | xargs -r kill 2>/dev/null
  done
  sleep 0.2
  for namespace in "${namespaces[@]}"; do
    ip netns pids "$namespace" 2>/dev/null | xargs -r kill -9 2>/dev/null
    ip netns del "$namespace" 2>/dev/null
  done
  namespaces=()
}

# make_namespace NAME
make_namespace() {
  ip netns add "$prefix-$1" || return 1
  namespaces+=("$prefix-$1")
  # As Windows: client ports from where Lync's media ports are, and no TCP timestamps.
  at "$1" sysctl -qw net.ipv4.ip_local_port_range='49152 65535' \
    net.ipv4.tcp_timestamps=0
  # Neighbour discovery and multicast listener reports are noise here.
  at "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  at "$1" ip link set lo up
}

# at NAME PROGRAM ARGUMENTS...: run a program on that host.
at() {
  local name=$1
  shift
  ip netns exec "$prefix-$name" "$@"
}

# start NAME PROGRAM ARGUMENTS...: the same in the background; its output in $work.
# In a session of its own, because smbd ends its whole process group when it ends.
start() {
  local name=$1
  shift
  setsid ip netns exec "$prefix-$name" "$@" </dev/null >>"$work/$name-${1##*/}.log" 2>&1 &
}

# start_apart NAME PROGRAM ARGUMENTS...
# The same with a /run and a /var/log of its own, for programs that insist on them.
# `ip netns exec` has given it its own mounts already.
start_apart() {
  local name=$1
  shift
  # shellcheck disable=SC2016 # "$@" is the inner shell's
  setsid ip netns exec "$prefix-$name" sh -c 'mount -t tmpfs none /run &&
    mount -t tmpfs none /var/log && mkdir -p /run/sshd /run/samba /var/log/samba &&
    exec "$@"' sh "$@" </dev/null >>"$work/$name-${1##*/}.log" 2>&1 &
}

# make_switch: the bridge, and a port `span0` on it that sees everything.
make_switch() {
  make_namespace switch
  at switch ip link add br0 type bridge ageing_time 0 mcast_snooping 0
  at switch ip link add span0 type veth peer name span1
  at switch ip link set span1 master br0
  at switch ip link set br0 up
  at switch ip link set span0 up promisc on
  at switch ip link set span1 up
}

# host NAME [ADDRESS]: a namespace with eth0 on the switch. The hardware address is
# made from ADDRESS, so captures of two runs differ only where programs differ.
host() {
  local name=$1 address=${2:-} octets=(100 0 200 "${#namespaces[@]}")
  make_namespace "$name"
  [ -z "$address" ] || IFS=. read -r -a octets <<<"$address"
  ip -n "$prefix-switch" link add "$name" type veth peer name eth0 \
    netns "$prefix-$name" || return 1
  at "$name" ip link set eth0 address \
    "$(printf '02:00:%02x:%02x:%02x:%02x' "${octets[@]}")"
  # Whole frames with right checksums, as on a wire, not what the kernel hands a NIC.
  at "$name" ethtool -K eth0 tx off tso off gso off gro off >/dev/null 2>&1
  at switch ip link set "$name" master br0 up
  [ -z "$address" ] || at "$name" ip address add "$address/8" brd + dev eth0
  at "$name" ip link set eth0 up
  [ -z "$address" ] || at "$name" ip route add default dev eth0
}

# settle: until every link forwards and every address can be used.
settle() {
  sleep 1
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
  local tries=$(($1 * 20))
  shift
  while [ "$tries" -gt 0 ]; do
    "$@" && return 0
    tries=$((tries - 1))
    sleep 0.05
  done
  echo "gave up waiting: $*" >&2
  return 1
}

# is_listening NAME PORT
is_listening() {
  at "$1" ss -Hlnt | awk '{print $4}' | grep -q ":$2\$"
}

# wait_tcp NAME PORT..., wait_udp NAME PORT...: until somebody listens there.
wait_tcp() {
  local name=$1 port
  shift
  for port; do wait_for 10 is_listening "$name" "$port"; done
}

is_bound() {
  at "$1" ss -Hlnu | awk '{print $4}' | grep -q ":$2\$"
}

wait_udp() {
  local name=$1 port
  shift
  for port; do wait_for 10 is_bound "$name" "$port"; done
}

# capture_at NAME INTERFACE FILE [FILTER]: tcpdump there until capture_stop.
capture_at() {
  local name=$1 interface=$2 file=$3
  shift 3
  capture_log=$work/tcpdump.log
  ip netns exec "$prefix-$name" tcpdump -i "$interface" -s 0 -B 16384 -U \
    --immediate-mode -Z root -w "$file" "$@" 2>"$capture_log" &
  capture_pid=$!
  wait_for 10 grep -qs 'listening on' "$capture_log"
}

# capture_stop: end the capture, and fail if it lost a packet.
capture_stop() {
  sleep 0.5
  kill -INT "$capture_pid"
  wait "$capture_pid"
  grep -q '^0 packets dropped by kernel' "$capture_log" && return 0
  sed 's/^/tcpdump: /' "$capture_log" >&2
  return 1
}

# gather PID...: wait for these and fail if one of them did.
gather() {
  local pid status=0
  for pid; do wait "$pid" || status=1; done
  return "$status"
}
