# shellcheck shell=bash
# Audio and video by GStreamer, and ICE around them by libnice.
#
# Payload types are Microsoft's own (Siren 111, H.264 122; PCMA 8 towards a gateway).
work=${work:?set by make.sh}
here=${here:?set by make.sh}

# build_ice_agent: compile ice_agent.c against the machine's libnice.
build_ice_agent() {
  local flags
  read -r -a flags <<<"$(pkg-config --cflags --libs nice)"
  "${CC:-cc}" -O2 -Wall -o "$work/ice_agent" "$here/ice_agent.c" "${flags[@]}"
}

# siren_source SECONDS: a source of RTP, payload type 111, 50 packets a second.
siren_source() {
  echo "audiotestsrc is-live=true num-buffers=$(($1 * 50)) samplesperbuffer=320" \
    'wave=pink-noise ! audio/x-raw,rate=16000,channels=1 ! sirenenc' \
    '! rtpsirenpay pt=111'
}

# pcma_source SECONDS
pcma_source() {
  echo "audiotestsrc is-live=true num-buffers=$(($1 * 50)) samplesperbuffer=160" \
    '! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay pt=8 max-ptime=20000000'
}

# video_source SECONDS
video_source() {
  echo "videotestsrc is-live=true num-buffers=$(($1 * 10)) pattern=ball" \
    '! video/x-raw,width=176,height=144,framerate=10/1' \
    '! openh264enc bitrate=48000 gop-size=10' \
    '! rtph264pay pt=122 mtu=1200 config-interval=1'
}

# played STATUS: rtpbin may wait for the moment to say BYE, so timeout's 124 is fine.
played() {
  [ "$1" -eq 0 ] || [ "$1" -eq 124 ]
}

# play_rtp HOST SOURCE ADDRESS PORT LOCAL_PORT [RTCP_PORT]
# RTP and RTCP from LOCAL_PORT and the next to PORT and the next of ADDRESS, and
# reports about what comes back there. RTCP shares the caller's rtpbin, as it must.
play_rtp() {
  local name=$1 source to=$3 port=$4 local_port=$5
  read -r -a source <<<"$2"
  at "$name" timeout -s INT 8 gst-launch-1.0 -q rtpbin name=session rtp-profile=avpf \
    "${source[@]}" ! session.send_rtp_sink_0 \
    session.send_rtp_src_0 ! udpsink host="$to" port="$port" bind-port="$local_port" \
    session.send_rtcp_src_0 ! udpsink host="$to" port=$((port + 1)) \
    bind-port=$((local_port + 1)) sync=false async=false \
    >>"$work/$name-gst.log" 2>&1
  played $?
}

# play_srtp HOST SOURCE ADDRESS PORT LOCAL_PORT SSRC
# The same with AES_CM_128_HMAC_SHA1_80.
play_srtp() {
  local name=$1 source to=$3 port=$4 local_port=$5 ssrc=$6
  read -r -a source <<<"$2"
  at "$name" timeout -s INT 8 gst-launch-1.0 -q rtpbin name=session rtp-profile=savpf \
    srtpenc name=encrypt random-key=true \
    "${source[@]}" ssrc="$ssrc" ! session.send_rtp_sink_0 \
    session.send_rtp_src_0 ! encrypt.rtp_sink_0 \
    encrypt.rtp_src_0 ! udpsink host="$to" port="$port" bind-port="$local_port" \
    session.send_rtcp_src_0 ! encrypt.rtcp_sink_0 \
    encrypt.rtcp_src_0 ! udpsink host="$to" port=$((port + 1)) \
    bind-port=$((local_port + 1)) sync=false async=false \
    >>"$work/$name-gst.log" 2>&1
  played $?
}

# hold_media HOST PORT: keep a call's ports open before and after somebody sends from
# them, as an endpoint does, or the kernel answers with ICMP. They share the ports.
hold_media() {
  start "$1" timeout 60 gst-launch-1.0 -q udpsrc port="$2" ! fakesink \
    udpsrc port=$(($2 + 1)) ! fakesink
  wait_udp "$1" "$2" "$(($2 + 1))"
}

# ice_end HOST ADDRESS SESSION SIDE LOCAL_PORT SECONDS [ICE_AGENT_ARGUMENTS...]
# One ICE agent. SIDE is `caller` or `callee`; both sides of SESSION find each other's
# offer in $work, which stands for the SIP between them.
ice_end() {
  local name=$1 address=$2 session=$3 side=$4 port=$5 seconds=$6 other=caller role=()
  shift 6
  [ "$side" = callee ] || { other=callee; role=(--controlling); }
  at "$name" "$work/ice_agent" --address "$address" --port "$port" --seconds "$seconds" \
    --offer "$work/$session.$side" --answer "$work/$session.$other" "${role[@]}" "$@" \
    >>"$work/$name-$session-ice.log" 2>&1
}

# ice_ready HOST SESSION: until that agent has a pair for RTP and one for RTCP.
ice_ready() {
  wait_for 25 grep -qs ready "$work/$1-$2-ice.log"
}

# ice_media CALLER CALLER_ADDRESS CALLEE CALLEE_ADDRESS SESSION MEDIA SECONDS
#           PLAY LOCAL_PORT CALLER_ARGUMENTS CALLEE_ARGUMENTS
# A call: both agents agree, then both send MEDIA with PLAY (play_rtp or play_srtp)
# through them. Ports LOCAL_PORT.. are on the loopbacks, never in a capture.
ice_media() {
  local caller=$1 caller_address=$2 callee=$3 callee_address=$4 session=$5
  local media=$6 seconds=$7 play=$8 port=$9 caller_arguments callee_arguments ends players
  read -r -a caller_arguments <<<"${10}"
  read -r -a callee_arguments <<<"${11}"
  ice_end "$caller" "$caller_address" "$session" caller "$port" "$((seconds + 3))" \
    "${caller_arguments[@]}" &
  ends=($!)
  ice_end "$callee" "$callee_address" "$session" callee "$port" "$((seconds + 3))" \
    "${callee_arguments[@]}" &
  ends+=($!)
  ice_ready "$caller" "$session" && ice_ready "$callee" "$session" || return 1
  "$play" "$caller" "$media" 127.0.0.1 "$port" "$((port + 10))" 287454020 &
  players=($!)
  "$play" "$callee" "$media" 127.0.0.1 "$port" "$((port + 10))" 1432778632 &
  players+=($!)
  gather "${players[@]}" && gather "${ends[@]}"
}
