## load: YAML in, structs of the rooms before it out. Knows libyaml alone.
load = include/load/catalogue_file.h src/load/catalogue_file.c \
       include/load/evidence_file.h src/load/evidence_file.c \
       include/load/signature_file.h src/load/signature_file.c \
       include/load/site_edit.h src/load/site_edit.c \
       include/load/site_update.h src/load/site_update.c \
       src/load/site_items.h src/load/site_items.c \
       include/load/site_file.h src/load/site_file.c \
       include/load/tls_policy_file.h src/load/tls_policy_file.c \
       src/load/loaders.h \
       src/load/row_reader.h src/load/row_reader.c \
       src/load/site_accept.c \
       src/load/site_allow.h src/load/site_allow.c \
       src/load/site_ends.h src/load/site_ends.c \
       src/load/site_hosts.c \
       src/load/site_marks.c \
       src/load/site_parts.h \
       src/load/site_pools.c \
       src/load/site_ports.c \
       src/load/vocabulary.h src/load/vocabulary.c \
       src/load/yaml_reader.h src/load/yaml_reader.c \
       src/load/yaml_tree.h src/load/yaml_tree.c

unit_tests += tests/unit/load/test_site_marks
unit_tests += tests/unit/load/test_site_edit
unit_tests += tests/unit/load/test_yaml_tree
unit_tests += tests/unit/load/test_yaml_reader
unit_tests += tests/unit/load/test_catalogue_file
unit_tests += tests/unit/load/test_site_file
unit_tests += tests/unit/load/test_evidence_file
unit_tests += tests/unit/load/test_tls_policy_file
unit_tests += tests/unit/load/test_signature_file
unit_tests += tests/unit/load/test_shipped

fuzz_targets += tests/fuzz/fuzz_site
tests_fuzz_fuzz_site_SOURCES = tests/fuzz/fuzz_site.c $(fuzz_driver)
tests_fuzz_fuzz_site_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_catalogue
tests_fuzz_fuzz_catalogue_SOURCES = tests/fuzz/fuzz_catalogue.c $(fuzz_driver)
tests_fuzz_fuzz_catalogue_LDFLAGS = $(fuzz_ldflags)

EXTRA_DIST += docs/site-file.md docs/catalogues.md tests/fixtures/site-full.yaml \
              tests/fixtures/catalogue-full.yaml tests/fixtures/circle-1.yaml \
              tests/fixtures/circle-2.yaml tests/fixtures/skype-2015.rows \
              tests/fixtures/skype-2015-edge.rows tests/fixtures/skype-2019.rows \
              tests/fixtures/skype-2019-edge.rows
