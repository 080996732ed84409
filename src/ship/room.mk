## ship: records from a spool into ClickHouse. Knows libcurl, and jansson.
ship = include/ship/ship.h include/ship/ship_options.h
if HAVE_CURL
ship += src/ship/flat.h src/ship/flat.c \
        src/ship/http.h src/ship/http.c \
        src/ship/ship.c \
        src/ship/shipment.h src/ship/shipment.c
else
ship += src/ship/ship_none.c
endif

EXTRA_DIST   += tests/ship.py contrib/clickhouse/README.md contrib/clickhouse/schema.sql \
                contrib/clickhouse/config.xml contrib/clickhouse/users.xml
