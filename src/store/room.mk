## store: flows of many runs in one file. Knows SQLite.
store = include/store/store.h src/store/store_path.c \
        include/store/fold_site.h src/store/fold_site.c
if HAVE_SQLITE
store += src/store/connection.h src/store/connection.c \
         src/store/database.h src/store/database.c \
         src/store/ids.h src/store/ids.c \
         src/store/known_hosts.h src/store/known_hosts.c \
         src/store/schema.h src/store/schema.c \
         src/store/store_private.h \
         src/store/store_reader.c \
         src/store/store_writer.c
else
store += src/store/store_none.c
endif

EXTRA_DIST += tests/stores.py tests/crowd.py
queriesdir = $(pkgdatadir)/signatures/queries
dist_queries_DATA = signatures/queries/allowed.sql signatures/queries/certificates.sql \
                    signatures/queries/health.sql signatures/queries/listeners.sql \
                    signatures/queries/outward.sql signatures/queries/pools.sql \
                    signatures/queries/qos.sql signatures/queries/roles.sql signatures/queries/rows.sql \
                    signatures/queries/sensors-differ.sql signatures/queries/tls.sql \
                    signatures/queries/unexplained.sql
serverqueriesdir = $(queriesdir)/clickhouse
dist_serverqueries_DATA = signatures/queries/clickhouse/allowed.sql signatures/queries/clickhouse/certificates.sql \
                          signatures/queries/clickhouse/health.sql signatures/queries/clickhouse/listeners.sql \
                          signatures/queries/clickhouse/outward.sql signatures/queries/clickhouse/pools.sql \
                          signatures/queries/clickhouse/qos.sql signatures/queries/clickhouse/roles.sql \
                          signatures/queries/clickhouse/rows.sql \
                          signatures/queries/clickhouse/sensors-differ.sql \
                          signatures/queries/clickhouse/tls.sql signatures/queries/clickhouse/unexplained.sql
