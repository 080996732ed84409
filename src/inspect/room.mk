## inspect: what it speaks. Knows nDPI alone.
inspect = include/inspect/hint.h src/inspect/hint.c \
          include/inspect/detail.h src/inspect/detail.c \
          include/inspect/inspector.h src/inspect/inspector.c \
          include/inspect/label_map.h src/inspect/label_map.c \
          include/inspect/learned.h \
          include/inspect/signature_set.h src/inspect/signature_set.c \
          src/inspect/block_pool.h src/inspect/block_pool.c \
          src/inspect/inspection.h src/inspect/inspection.c \
          src/inspect/labels.h src/inspect/labels.c \
          src/inspect/ndpi_adapter.h src/inspect/ndpi_adapter.c \
          src/inspect/note.h src/inspect/note.c \
          src/inspect/reader.h \
          src/inspect/readers.h src/inspect/readers.c \
          src/inspect/stream.h src/inspect/stream.c \
          src/inspect/tls.h src/inspect/tls.c \
          src/inspect/tls_certificate.c \
          src/inspect/tls_hello.c \
          src/inspect/x509.h src/inspect/x509.c \
          src/inspect/ber.h src/inspect/offsets.h \
          src/inspect/datagram.h src/inspect/datagram.c \
          src/inspect/dcerpc.c \
          src/inspect/dhcp.c \
          src/inspect/dns.c \
          src/inspect/kerberos.c \
          src/inspect/ldap.c \
          src/inspect/media.c \
          src/inspect/msnftp.c \
          src/inspect/msturn.h src/inspect/msturn.c \
          src/inspect/ntp.c \
          src/inspect/rfc4571.c \
          src/inspect/rtp.h src/inspect/rtp.c \
          src/inspect/rtp_stats.h src/inspect/rtp_stats.c \
          src/inspect/rtp_tracker.h src/inspect/rtp_tracker.c \
          src/inspect/smb.c \
          src/inspect/ssrp.c \
          src/inspect/stun.h src/inspect/stun.c \
          src/inspect/tds.c
