## base: no domain but its words by language. Includes nothing of ours but itself.
base = include/base/address.h src/base/address.c \
       include/base/address_order.h src/base/address_order.c \
       include/base/arena.h src/base/arena.c \
       include/base/array.h src/base/array.c \
       include/base/attributes.h \
       include/base/clock.h src/base/clock.c \
       include/base/digits.h src/base/digits.c \
       include/base/ends.h \
       include/base/error.h src/base/error.c \
       include/base/path.h src/base/path.c \
       include/base/hash.h src/base/hash.c \
       include/base/language.h \
       include/base/library.h src/base/library.c \
       include/base/prefetch.h \
       include/base/say.h src/base/say.c src/base/messages.h \
       src/base/messages_capture.c src/base/messages_labels.c src/base/messages_names.c src/base/messages_page.c \
       src/base/messages_remedies.c src/base/messages_roles.c src/base/messages_why.c \
       include/base/sentences.h src/base/sentences.c \
       include/base/slot_index.h src/base/slot_index.c \
       include/base/spelling.h src/base/spelling.c \
       include/base/sum.h \
       include/base/temporary.h src/base/temporary.c \
       include/base/text.h src/base/text.c \
       include/base/text_memo.h src/base/text_memo.c \
       include/base/transport.h src/base/transport.c \
       include/base/yaml_word.h src/base/yaml_word.c

unit_tests += tests/unit/base/test_arena
tests_unit_base_test_arena_SOURCES = tests/unit/base/test_arena.c tests/unit/unit.h
tests_unit_base_test_arena_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_array
tests_unit_base_test_array_SOURCES = tests/unit/base/test_array.c tests/unit/unit.h
tests_unit_base_test_array_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_slot_index
tests_unit_base_test_slot_index_SOURCES = tests/unit/base/test_slot_index.c tests/unit/unit.h
tests_unit_base_test_slot_index_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_sentences
tests_unit_base_test_sentences_SOURCES = tests/unit/base/test_sentences.c tests/unit/unit.h
tests_unit_base_test_sentences_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_spelling
tests_unit_base_test_spelling_SOURCES = tests/unit/base/test_spelling.c tests/unit/unit.h
tests_unit_base_test_spelling_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_text
tests_unit_base_test_text_SOURCES = tests/unit/base/test_text.c tests/unit/unit.h
tests_unit_base_test_text_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_clock
tests_unit_base_test_clock_SOURCES = tests/unit/base/test_clock.c tests/unit/unit.h
tests_unit_base_test_clock_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_address_order
tests_unit_base_test_address_order_SOURCES = tests/unit/base/test_address_order.c tests/unit/unit.h
tests_unit_base_test_address_order_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_address
tests_unit_base_test_address_SOURCES = tests/unit/base/test_address.c tests/unit/unit.h
tests_unit_base_test_address_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_path
tests_unit_base_test_path_SOURCES = tests/unit/base/test_path.c tests/unit/unit.h
tests_unit_base_test_path_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_hash
tests_unit_base_test_hash_SOURCES = tests/unit/base/test_hash.c tests/unit/unit.h
tests_unit_base_test_hash_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_digits
tests_unit_base_test_digits_SOURCES = tests/unit/base/test_digits.c tests/unit/unit.h
tests_unit_base_test_digits_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_text_memo
tests_unit_base_test_text_memo_SOURCES = tests/unit/base/test_text_memo.c tests/unit/unit.h
tests_unit_base_test_text_memo_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_temporary
tests_unit_base_test_temporary_SOURCES = tests/unit/base/test_temporary.c tests/unit/unit.h
tests_unit_base_test_temporary_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_transport
tests_unit_base_test_transport_SOURCES = tests/unit/base/test_transport.c tests/unit/unit.h
tests_unit_base_test_transport_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/base/test_library
tests_unit_base_test_library_SOURCES = tests/unit/base/test_library.c tests/unit/unit.h
tests_unit_base_test_library_LDADD   = $(unit_ldadd)
