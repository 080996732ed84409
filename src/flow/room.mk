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
unit_tests += tests/unit/flow/test_direction
unit_tests += tests/unit/flow/test_flow_state
unit_tests += tests/unit/flow/test_flow_wheel
unit_tests += tests/unit/flow/test_unseen

fuzz_targets += tests/fuzz/fuzz_flow_table
tests_fuzz_fuzz_flow_table_SOURCES = tests/fuzz/fuzz_flow_table.c $(fuzz_driver)
tests_fuzz_fuzz_flow_table_LDFLAGS = $(fuzz_ldflags)
