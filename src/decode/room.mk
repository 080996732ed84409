## decode: what the bytes are.
decode = include/decode/cursor.h include/decode/packet.h \
         include/decode/decoder.h src/decode/decoder.c \
         src/decode/layers.h src/decode/link.c src/decode/network.c \
         src/decode/transport.c src/decode/icmp.c src/decode/tunnel.c \
         src/decode/fragments.h src/decode/fragments.c

fuzz_targets += tests/fuzz/fuzz_decoder
tests_fuzz_fuzz_decoder_SOURCES = tests/fuzz/fuzz_decoder.c $(fuzz_driver)
tests_fuzz_fuzz_decoder_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += tests/fuzz/corpus/decoder
