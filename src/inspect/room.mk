## inspect: what it speaks. Knows nDPI alone.
inspect = include/inspect/hint.h src/inspect/hint.c \
          include/inspect/detail.h src/inspect/detail_list.h src/inspect/detail.c \
          src/inspect/detail_memo.h src/inspect/detail_memo.c \
          include/inspect/inspector.h src/inspect/inspector.c \
          include/inspect/label_map.h src/inspect/label_map.c \
          include/inspect/learned.h src/inspect/learned.c \
          include/inspect/modality.h src/inspect/modality.c \
          include/inspect/signature_set.h src/inspect/signature_set.c \
          src/inspect/certificate_memo.h src/inspect/certificate_memo.c \
          src/inspect/block_pool.h src/inspect/block_pool.c \
          src/inspect/http.c \
          src/inspect/banner.h src/inspect/banner.c \
          src/inspect/inspection.h src/inspect/inspection.c \
          src/inspect/labels.h src/inspect/labels.c \
          src/inspect/line.h src/inspect/line.c \
          src/inspect/ndpi_adapter.h src/inspect/ndpi_adapter.c \
          src/inspect/ndpi_memory.h src/inspect/ndpi_memory.c \
          src/inspect/dpi.h src/inspect/dpi.c \
          src/inspect/no_tls.h src/inspect/no_tls.c \
          src/inspect/note.h src/inspect/note.c \
          src/inspect/payload.h \
          src/inspect/payload_streams.h src/inspect/payload_streams.c \
          src/inspect/reader.h \
          src/inspect/readers.h src/inspect/readers.c \
          src/inspect/reading.h src/inspect/reading.c \
          src/inspect/signatures.h src/inspect/signatures.c \
          src/inspect/sip.c \
          src/inspect/stream.h src/inspect/stream.c \
          src/inspect/tls.c src/inspect/tls_state.h \
          src/inspect/tls_certificate.h src/inspect/tls_certificate.c \
          src/inspect/tls_hello.h src/inspect/tls_hello.c \
          src/inspect/tls_likeness.h src/inspect/tls_likeness.c \
          src/inspect/tls_opening.h src/inspect/tls_opening.c src/inspect/tls_record.h \
          src/inspect/tls_outcome.h src/inspect/tls_outcome.c \
          src/inspect/undecided.h src/inspect/undecided.c \
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
          src/inspect/msturn_stream.c \
          src/inspect/ntp.c \
          src/inspect/rdp.c \
          src/inspect/rfc4571.c \
          src/inspect/rtp.h src/inspect/rtp.c \
          src/inspect/rtp_stats.h src/inspect/rtp_stats.c \
          src/inspect/rtp_tracker.h src/inspect/rtp_tracker.c \
          src/inspect/smb.c \
          src/inspect/ssrp.c \
          src/inspect/stun.h src/inspect/stun.c \
          src/inspect/stun_message.h src/inspect/stun_message.c \
          src/inspect/tds.c

noinst_HEADERS += tests/unit/inspect/feed.h tests/unit/inspect/reader_feed.h \
                  tests/unit/inspect/rtp_samples.h tests/unit/inspect/tls_samples.h
unit_tests += tests/unit/inspect/test_hint
unit_tests += tests/unit/inspect/test_stun
unit_tests += tests/unit/inspect/test_msturn
unit_tests += tests/unit/inspect/test_media
unit_tests += tests/unit/inspect/test_rtp_stats
unit_tests += tests/unit/inspect/test_rfc4571

fuzz_targets += tests/fuzz/fuzz_media tests/fuzz/fuzz_msturn tests/fuzz/fuzz_dcerpc \
                tests/fuzz/fuzz_windows tests/fuzz/fuzz_dns
tests_fuzz_fuzz_media_SOURCES   = tests/fuzz/fuzz_media.c tests/fuzz/reader_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_media_LDFLAGS   = $(fuzz_ldflags)
tests_fuzz_fuzz_msturn_SOURCES  = tests/fuzz/fuzz_msturn.c tests/fuzz/reader_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_msturn_LDFLAGS  = $(fuzz_ldflags)
tests_fuzz_fuzz_dcerpc_SOURCES  = tests/fuzz/fuzz_dcerpc.c tests/fuzz/reader_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_dcerpc_LDFLAGS  = $(fuzz_ldflags)
tests_fuzz_fuzz_windows_SOURCES = tests/fuzz/fuzz_windows.c tests/fuzz/reader_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_windows_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_dns_SOURCES     = tests/fuzz/fuzz_dns.c tests/fuzz/reader_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_dns_LDFLAGS     = $(fuzz_ldflags)

unit_tests += tests/unit/inspect/test_dcerpc
unit_tests += tests/unit/inspect/test_windows
unit_tests += tests/unit/inspect/test_dns
unit_tests += tests/unit/inspect/test_directory
unit_tests += tests/unit/inspect/test_x509
unit_tests += tests/unit/inspect/test_banner
unit_tests += tests/unit/inspect/test_rdp
unit_tests += tests/unit/inspect/test_tls
unit_tests += tests/unit/inspect/test_random_payloads

fuzz_targets += tests/fuzz/fuzz_http tests/fuzz/fuzz_sip tests/fuzz/fuzz_stream \
                tests/fuzz/fuzz_tls tests/fuzz/fuzz_x509 tests/fuzz/fuzz_inspector
tests_fuzz_fuzz_http_SOURCES   = tests/fuzz/fuzz_http.c tests/fuzz/fuzzed_reader.h $(fuzz_driver)
tests_fuzz_fuzz_http_LDFLAGS   = $(fuzz_ldflags)
tests_fuzz_fuzz_sip_SOURCES    = tests/fuzz/fuzz_sip.c tests/fuzz/fuzzed_reader.h $(fuzz_driver)
tests_fuzz_fuzz_sip_LDFLAGS    = $(fuzz_ldflags)
tests_fuzz_fuzz_stream_SOURCES = tests/fuzz/fuzz_stream.c $(fuzz_driver)
tests_fuzz_fuzz_stream_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_tls_SOURCES    = tests/fuzz/fuzz_tls.c tests/fuzz/fuzzed_reader.h $(fuzz_driver)
tests_fuzz_fuzz_tls_LDFLAGS    = $(fuzz_ldflags)
tests_fuzz_fuzz_x509_SOURCES   = tests/fuzz/fuzz_x509.c $(fuzz_driver)
tests_fuzz_fuzz_x509_LDFLAGS   = $(fuzz_ldflags)
tests_fuzz_fuzz_inspector_SOURCES = tests/fuzz/fuzz_inspector.c $(fuzz_driver)
tests_fuzz_fuzz_inspector_LDFLAGS = $(fuzz_ldflags)

unit_tests += tests/unit/inspect/test_detail_memo
unit_tests += tests/unit/inspect/test_ndpi_memory
unit_tests += tests/unit/inspect/test_block_pool
unit_tests += tests/unit/inspect/test_certificate_memo
unit_tests += tests/unit/inspect/test_detail
unit_tests += tests/unit/inspect/test_http
unit_tests += tests/unit/inspect/test_inspector
unit_tests += tests/unit/inspect/test_sip
unit_tests += tests/unit/inspect/test_readers
