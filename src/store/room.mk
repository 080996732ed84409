## store: flows of many runs in one file. Knows SQLite.
store = include/store/store.h src/store/store_path.c
if HAVE_SQLITE
store += src/store/database.h src/store/database.c \
         src/store/ids.h src/store/ids.c \
         src/store/store_private.h \
         src/store/store_reader.c \
         src/store/store_writer.c
else
store += src/store/store_none.c
endif

EXTRA_DIST += tests/stores.py
queriesdir = $(pkgdatadir)/signatures/queries
dist_queries_DATA = signatures/queries/allowed.sql signatures/queries/certificates.sql \
                    signatures/queries/health.sql signatures/queries/listeners.sql \
                    signatures/queries/outward.sql signatures/queries/pools.sql \
                    signatures/queries/qos.sql signatures/queries/roles.sql signatures/queries/rows.sql \
                    signatures/queries/sensors-differ.sql signatures/queries/tls.sql \
                    signatures/queries/unexplained.sql
