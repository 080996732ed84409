## decode: what the bytes are.
decode = include/decode/cursor.h include/decode/packet.h \
         include/decode/decode_counters.h src/decode/decode_counters.c \
         include/decode/decoder.h src/decode/decoder.c \
         src/decode/layers.h src/decode/link.c src/decode/link_table.h \
         src/decode/link_table.c src/decode/network.c src/decode/transport.c \
         src/decode/tag.c src/decode/wifi.c src/decode/capture_header.c \
         src/decode/icmp.c src/decode/tunnel.c src/decode/fragments.h src/decode/fragments.c \
         src/decode/copies.h src/decode/copies.c

fuzz_targets += tests/fuzz/fuzz_decoder
tests_fuzz_fuzz_decoder_SOURCES = tests/fuzz/fuzz_decoder.c $(fuzz_driver)
tests_fuzz_fuzz_decoder_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += tests/fuzz/corpus/decoder

unit_tests += tests/unit/decode/test_cursor
tests_unit_decode_test_cursor_SOURCES = tests/unit/decode/test_cursor.c \
        tests/unit/unit.h
tests_unit_decode_test_cursor_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_decoder
tests_unit_decode_test_decoder_SOURCES = tests/unit/decode/test_decoder.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_decoder_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_link
tests_unit_decode_test_link_SOURCES = tests/unit/decode/test_link.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_link_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_network
tests_unit_decode_test_network_SOURCES = tests/unit/decode/test_network.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_network_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_transport
tests_unit_decode_test_transport_SOURCES = tests/unit/decode/test_transport.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_transport_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_icmp
tests_unit_decode_test_icmp_SOURCES = tests/unit/decode/test_icmp.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_icmp_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_tunnel
tests_unit_decode_test_tunnel_SOURCES = tests/unit/decode/test_tunnel.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_tunnel_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_fragments
tests_unit_decode_test_fragments_SOURCES = tests/unit/decode/test_fragments.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_fragments_LDADD = $(unit_ldadd)

unit_tests += tests/unit/decode/test_copies
tests_unit_decode_test_copies_SOURCES = tests/unit/decode/test_copies.c \
        tests/unit/unit.h tests/unit/decode/frames.h
tests_unit_decode_test_copies_LDADD = $(unit_ldadd)
