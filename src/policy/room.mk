## policy: what is documented and allowed. Knows libyaml alone.
policy = include/policy/catalogue.h src/policy/catalogue.c \
         include/policy/origin.h src/policy/origin.c \
         include/policy/host_class.h \
         include/policy/policy.h src/policy/policy.c \
         include/policy/role.h src/policy/role.c \
         include/policy/role_evidence.h src/policy/role_evidence.c \
         include/policy/row.h src/policy/row.c \
         include/policy/row_set.h \
         include/policy/rule.h src/policy/rule.c \
         include/policy/signature_file.h src/policy/signature_file.c \
         include/policy/site.h src/policy/site.c \
         src/policy/class_table.h src/policy/class_table.c \
         src/policy/loaders.h \
         src/policy/port_index.h src/policy/port_index.c \
         src/policy/row_memo.h src/policy/row_memo.c \
         src/policy/row_reader.h src/policy/row_reader.c \
         src/policy/rule_fit.h src/policy/rule_fit.c \
         src/policy/site_accept.c \
         src/policy/site_allow.h src/policy/site_allow.c \
         src/policy/site_hosts.c \
         src/policy/site_parts.h \
         src/policy/site_pools.c \
         src/policy/site_ports.c \
         src/policy/vocabulary.h src/policy/vocabulary.c \
         src/policy/yaml_reader.h src/policy/yaml_reader.c \
         src/policy/yaml_tree.h src/policy/yaml_tree.c

unit_tests += tests/unit/policy/test_rule
tests_unit_policy_test_rule_SOURCES = tests/unit/policy/test_rule.c tests/unit/unit.h
tests_unit_policy_test_rule_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_role
tests_unit_policy_test_role_SOURCES = tests/unit/policy/test_role.c tests/unit/unit.h
tests_unit_policy_test_role_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_row
tests_unit_policy_test_row_SOURCES = tests/unit/policy/test_row.c tests/unit/unit.h
tests_unit_policy_test_row_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_yaml_tree
tests_unit_policy_test_yaml_tree_SOURCES = tests/unit/policy/test_yaml_tree.c tests/unit/unit.h
tests_unit_policy_test_yaml_tree_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_yaml_reader
tests_unit_policy_test_yaml_reader_SOURCES = tests/unit/policy/test_yaml_reader.c tests/unit/unit.h
tests_unit_policy_test_yaml_reader_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_catalogue
tests_unit_policy_test_catalogue_SOURCES = tests/unit/policy/test_catalogue.c tests/unit/unit.h
tests_unit_policy_test_catalogue_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_site
tests_unit_policy_test_site_SOURCES = tests/unit/policy/test_site.c tests/unit/unit.h
tests_unit_policy_test_site_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_role_evidence
tests_unit_policy_test_role_evidence_SOURCES = tests/unit/policy/test_role_evidence.c tests/unit/unit.h
tests_unit_policy_test_role_evidence_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_signature_file
tests_unit_policy_test_signature_file_SOURCES = tests/unit/policy/test_signature_file.c tests/unit/unit.h
tests_unit_policy_test_signature_file_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_policy
tests_unit_policy_test_policy_SOURCES = tests/unit/policy/test_policy.c \
                                        tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_policy_test_policy_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/policy/test_shipped
tests_unit_policy_test_shipped_SOURCES = tests/unit/policy/test_shipped.c tests/unit/unit.h
tests_unit_policy_test_shipped_LDADD   = $(unit_ldadd)

fuzz_targets += tests/fuzz/fuzz_site
tests_fuzz_fuzz_site_SOURCES = tests/fuzz/fuzz_site.c $(fuzz_driver)
tests_fuzz_fuzz_site_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_catalogue
tests_fuzz_fuzz_catalogue_SOURCES = tests/fuzz/fuzz_catalogue.c $(fuzz_driver)
tests_fuzz_fuzz_catalogue_LDFLAGS = $(fuzz_ldflags)

EXTRA_DIST += tests/fuzz/corpus/site tests/fuzz/corpus/catalogue \
              docs/site-file.md docs/catalogues.md \
              tests/fixtures/site-full.yaml tests/fixtures/catalogue-full.yaml \
              tests/fixtures/circle-1.yaml tests/fixtures/circle-2.yaml \
              tests/fixtures/skype-2015.rows tests/fixtures/skype-2015-edge.rows \
              tests/fixtures/skype-2019.rows tests/fixtures/skype-2019-edge.rows
