## ship: records from a spool into ClickHouse. Knows jansson.
ship = include/ship/ship.h include/ship/ship_options.h \
       include/ship/fold.h src/ship/fold.c \
       src/ship/fold_sql.h src/ship/fold_sql.c \
       src/ship/sql.h src/ship/sql.c \
       src/ship/flat.h src/ship/flat.c \
       src/ship/ship.c \
       src/ship/spool.h src/ship/spool.c \
       src/ship/shipment.h src/ship/shipment.c

EXTRA_DIST   += tests/ship.py tests/central.py tests/clickhouse.py contrib/clickhouse/README.md contrib/clickhouse/schema.sql \
                contrib/clickhouse/config.xml contrib/clickhouse/users.xml

fuzz_targets += tests/fuzz/fuzz_flat
tests_fuzz_fuzz_flat_SOURCES = tests/fuzz/fuzz_flat.c $(fuzz_driver)
tests_fuzz_fuzz_flat_LDFLAGS = $(fuzz_ldflags)

