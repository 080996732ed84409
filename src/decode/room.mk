## decode: what the bytes are.
decode = include/decode/cursor.h include/decode/packet.h include/decode/decoder.h
