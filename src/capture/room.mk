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

unit_tests += tests/unit/capture/test_byte_source
tests_unit_capture_test_byte_source_SOURCES = tests/unit/capture/test_byte_source.c tests/unit/unit.h
tests_unit_capture_test_byte_source_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_compressed
tests_unit_capture_test_compressed_SOURCES = tests/unit/capture/test_compressed.c tests/unit/unit.h
tests_unit_capture_test_compressed_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_pcap_file
tests_unit_capture_test_pcap_file_SOURCES = tests/unit/capture/test_pcap_file.c tests/unit/unit.h \
        tests/unit/capture/made_file.h
tests_unit_capture_test_pcap_file_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_netmon_file
tests_unit_capture_test_netmon_file_SOURCES = tests/unit/capture/test_netmon_file.c tests/unit/unit.h \
        tests/unit/capture/made_file.h
tests_unit_capture_test_netmon_file_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_pcapng_time
tests_unit_capture_test_pcapng_time_SOURCES = tests/unit/capture/test_pcapng_time.c tests/unit/unit.h
tests_unit_capture_test_pcapng_time_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_pcapng_file
tests_unit_capture_test_pcapng_file_SOURCES = tests/unit/capture/test_pcapng_file.c tests/unit/unit.h \
        tests/unit/capture/made_file.h
tests_unit_capture_test_pcapng_file_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_timeline
tests_unit_capture_test_timeline_SOURCES = tests/unit/capture/test_timeline.c tests/unit/unit.h
tests_unit_capture_test_timeline_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_directory
tests_unit_capture_test_directory_SOURCES = tests/unit/capture/test_directory.c tests/unit/unit.h \
        tests/unit/capture/made_file.h
tests_unit_capture_test_directory_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_filter
tests_unit_capture_test_filter_SOURCES = tests/unit/capture/test_filter.c tests/unit/unit.h
tests_unit_capture_test_filter_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_file_labels
tests_unit_capture_test_file_labels_SOURCES = tests/unit/capture/test_file_labels.c tests/unit/unit.h
tests_unit_capture_test_file_labels_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/capture/test_foreign_file
tests_unit_capture_test_foreign_file_SOURCES = tests/unit/capture/test_foreign_file.c tests/unit/unit.h
tests_unit_capture_test_foreign_file_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/capture/test_live
tests_unit_capture_test_live_SOURCES = tests/unit/capture/test_live.c tests/unit/unit.h
tests_unit_capture_test_live_LDADD   = $(unit_ldadd)
unit_tests += tests/unit/capture/test_capture
tests_unit_capture_test_capture_SOURCES = tests/unit/capture/test_capture.c tests/unit/unit.h \
        tests/unit/capture/made_file.h
tests_unit_capture_test_capture_LDADD   = $(unit_ldadd)

fuzz_targets += tests/fuzz/fuzz_capture_file
tests_fuzz_fuzz_capture_file_SOURCES = tests/fuzz/fuzz_capture_file.c $(fuzz_driver)
tests_fuzz_fuzz_capture_file_LDFLAGS = $(fuzz_ldflags)

EXTRA_DIST += tests/fuzz/corpus/capture_file
