## capture: where packets come from. Knows libpcap alone.
capture = include/capture/frame.h include/capture/capture.h \
          src/capture/byte_source.h src/capture/byte_source.c \
          src/capture/compressed.h src/capture/compressed.c \
          src/capture/link_type.h src/capture/link_type.c \
          src/capture/file_field.h \
          src/capture/frame_reader.h src/capture/frame_reader.c \
          src/capture/pcap_file.c \
          src/capture/pcapng_time.h src/capture/pcapng_time.c \
          src/capture/pcapng_file.c \
          src/capture/libpcap_file.c \
          src/capture/file_input.h src/capture/file_input.c \
          src/capture/directory.h src/capture/directory.c \
          src/capture/timeline.h src/capture/timeline.c \
          src/capture/file_set.h src/capture/file_set.c \
          src/capture/live.h src/capture/live.c \
          src/capture/live_set.h src/capture/live_set.c \
          src/capture/filter.h src/capture/filter.c \
          src/capture/capture.c
