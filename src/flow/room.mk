## flow: whose conversation it is.
flow = include/flow/flow.h src/flow/flow.c \
       include/flow/direction.h src/flow/direction.c \
       include/flow/flow_table.h src/flow/flow_table.c \
       src/flow/flow_key.h \
       src/flow/flow_pool.h src/flow/flow_pool.c \
       src/flow/flow_state.h src/flow/flow_state.c \
       src/flow/flow_wheel.h src/flow/flow_wheel.c \
       include/flow/unseen.h src/flow/unseen.c

unit_tests += tests/unit/flow/test_flow_table
tests_unit_flow_test_flow_table_SOURCES = tests/unit/flow/test_flow_table.c tests/unit/unit.h
tests_unit_flow_test_flow_table_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/flow/test_direction
tests_unit_flow_test_direction_SOURCES = tests/unit/flow/test_direction.c tests/unit/unit.h
tests_unit_flow_test_direction_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/flow/test_flow_state
tests_unit_flow_test_flow_state_SOURCES = tests/unit/flow/test_flow_state.c tests/unit/unit.h
tests_unit_flow_test_flow_state_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/flow/test_flow_wheel
tests_unit_flow_test_flow_wheel_SOURCES = tests/unit/flow/test_flow_wheel.c tests/unit/unit.h
tests_unit_flow_test_flow_wheel_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/flow/test_unseen
tests_unit_flow_test_unseen_SOURCES = tests/unit/flow/test_unseen.c tests/unit/unit.h
tests_unit_flow_test_unseen_LDADD   = $(unit_ldadd)

fuzz_targets += tests/fuzz/fuzz_flow_table
tests_fuzz_fuzz_flow_table_SOURCES = tests/fuzz/fuzz_flow_table.c $(fuzz_driver)
tests_fuzz_fuzz_flow_table_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += tests/fuzz/corpus/flow_table
