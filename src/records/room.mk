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
unit_tests += tests/unit/records/test_field
unit_tests += tests/unit/records/test_joined_facts

fuzz_targets += tests/fuzz/fuzz_records
tests_fuzz_fuzz_records_SOURCES = tests/fuzz/fuzz_records.c tests/fuzz/record_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_records_LDFLAGS = $(fuzz_ldflags)

if HAVE_SQLITE
fuzz_targets += tests/fuzz/fuzz_store
tests_fuzz_fuzz_store_SOURCES = tests/fuzz/fuzz_store.c tests/fuzz/record_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_store_LDFLAGS = $(fuzz_ldflags)
endif

EXTRA_DIST += tests/records.py tests/hostile_records.py
dist_doc_DATA += docs/stores.md

unit_tests += tests/unit/records/test_common_ends
