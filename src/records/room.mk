## records: flows out of logs. Knows jansson.
records = include/records/record.h include/records/records.h \
          src/records/client_fold.h src/records/client_fold.c \
          src/records/common_ends.h src/records/common_ends.c \
          src/records/eve_log.c \
          src/records/eve_own.h src/records/eve_own.c \
          src/records/eve_suricata.h src/records/eve_suricata.c \
          src/records/fold_log.h src/records/fold_log.c \
          src/records/kind_flow.h src/records/kind_flow.c \
          src/records/foreign.h src/records/foreign.c \
          src/records/joined_facts.h src/records/joined_facts.c \
          src/records/field.h src/records/field.c \
          src/records/half_flows.h src/records/half_flows.c \
          src/records/nfdump_log.c \
          src/records/waiting_flows.h src/records/waiting_flows.c \
          src/records/zeek_log.c \
          src/records/json_stream.h src/records/json_stream.c \
          src/records/log.h src/records/log.c \
          src/records/store_log.h src/records/store_log.c \
          src/records/records.c \
          src/records/words_kept.h src/records/words_kept.c

unit_tests += tests/unit/records/test_json_stream
tests_unit_records_test_json_stream_SOURCES = tests/unit/records/test_json_stream.c tests/unit/unit.h
tests_unit_records_test_json_stream_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/records/test_field
tests_unit_records_test_field_SOURCES = tests/unit/records/test_field.c tests/unit/unit.h
tests_unit_records_test_field_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/records/test_joined_facts
tests_unit_records_test_joined_facts_SOURCES = tests/unit/records/test_joined_facts.c tests/unit/unit.h
tests_unit_records_test_joined_facts_LDADD   = $(unit_ldadd)

fuzz_targets += tests/fuzz/fuzz_records
tests_fuzz_fuzz_records_SOURCES = tests/fuzz/fuzz_records.c tests/fuzz/record_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_records_LDFLAGS = $(fuzz_ldflags)

if HAVE_SQLITE
fuzz_targets += tests/fuzz/fuzz_store
tests_fuzz_fuzz_store_SOURCES = tests/fuzz/fuzz_store.c tests/fuzz/record_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_store_LDFLAGS = $(fuzz_ldflags)
endif

EXTRA_DIST += tests/fuzz/corpus/records tests/fuzz/corpus/store tests/records.py tests/hostile_records.py
dist_doc_DATA += docs/stores.md

unit_tests += tests/unit/records/test_common_ends
tests_unit_records_test_common_ends_SOURCES = tests/unit/records/test_common_ends.c tests/unit/unit.h
tests_unit_records_test_common_ends_LDADD   = $(unit_ldadd)
