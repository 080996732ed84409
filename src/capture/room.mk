## capture: where packets come from. Knows libpcap alone.
capture = include/capture/frame.h include/capture/interface_label.h include/capture/capture.h \
          src/capture/byte_source.h src/capture/byte_source.c \
          src/capture/compressed.h src/capture/compressed.c \
          include/capture/byte_stream.h src/capture/byte_stream.c src/capture/stream_of_file.h \
          src/capture/link_type.h src/capture/link_type.c \
          src/capture/file_field.h \
          src/capture/foreign_file.h src/capture/foreign_file.c \
          src/capture/foreign_text.h src/capture/foreign_text.c \
          src/capture/frame_reader.h src/capture/frame_reader.c \
          src/capture/pcap_file.c \
          src/capture/pcapng_time.h src/capture/pcapng_time.c \
          src/capture/pcapng_interface.h src/capture/pcapng_interface.c \
          src/capture/pcapng_file.c \
          src/capture/losses.h src/capture/file_labels.h src/capture/file_labels.c \
          src/capture/netmon_file.c \
          src/capture/snoop_file.c \
          src/capture/libpcap_file.c \
          src/capture/file_input.h src/capture/file_input.c \
          src/capture/directory.h src/capture/directory.c \
          src/capture/timeline.h src/capture/timeline.c \
          src/capture/file_set.h src/capture/file_set.c \
          include/capture/interfaces.h src/capture/interfaces.c \
          src/capture/awaited_list.h src/capture/awaited_list.c \
          src/capture/ring.h src/capture/ring.c \
          include/capture/position.h src/capture/follow.h src/capture/follow.c \
          src/capture/follow_set.h src/capture/follow_set.c \
          src/capture/packet_socket.h src/capture/packet_socket.c \
          src/capture/live.h src/capture/live.c \
          src/capture/live_set.h src/capture/live_set.c \
          src/capture/filter.h src/capture/filter.c \
          src/capture/capture_parts.h src/capture/capture.c \
          src/capture/capture_adding.c src/capture/capture_account.c

noinst_HEADERS += tests/unit/capture/made_file.h
unit_tests += tests/unit/capture/test_byte_source
unit_tests += tests/unit/capture/test_compressed
unit_tests += tests/unit/capture/test_pcap_file
unit_tests += tests/unit/capture/test_netmon_file
unit_tests += tests/unit/capture/test_pcapng_time
unit_tests += tests/unit/capture/test_pcapng_file
unit_tests += tests/unit/capture/test_timeline
unit_tests += tests/unit/capture/test_directory
unit_tests += tests/unit/capture/test_filter
unit_tests += tests/unit/capture/test_file_labels
unit_tests += tests/unit/capture/test_foreign_file
unit_tests += tests/unit/capture/test_live
unit_tests += tests/unit/capture/test_capture

fuzz_targets += tests/fuzz/fuzz_capture_file
tests_fuzz_fuzz_capture_file_SOURCES = tests/fuzz/fuzz_capture_file.c $(fuzz_driver)
tests_fuzz_fuzz_capture_file_LDFLAGS = $(fuzz_ldflags)

