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

noinst_HEADERS += tests/unit/decode/frames.h
unit_tests += tests/unit/decode/test_cursor
unit_tests += tests/unit/decode/test_decoder
unit_tests += tests/unit/decode/test_link
unit_tests += tests/unit/decode/test_network
unit_tests += tests/unit/decode/test_transport
unit_tests += tests/unit/decode/test_icmp
unit_tests += tests/unit/decode/test_tunnel
unit_tests += tests/unit/decode/test_fragments
unit_tests += tests/unit/decode/test_copies
