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
unit_tests += tests/unit/base/test_array
unit_tests += tests/unit/base/test_slot_index
unit_tests += tests/unit/base/test_sentences
unit_tests += tests/unit/base/test_spelling
unit_tests += tests/unit/base/test_text
unit_tests += tests/unit/base/test_clock
unit_tests += tests/unit/base/test_address_order
unit_tests += tests/unit/base/test_address
unit_tests += tests/unit/base/test_path
unit_tests += tests/unit/base/test_hash
unit_tests += tests/unit/base/test_digits
unit_tests += tests/unit/base/test_text_memo
unit_tests += tests/unit/base/test_temporary
unit_tests += tests/unit/base/test_transport
unit_tests += tests/unit/base/test_library
