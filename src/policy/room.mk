## policy: what is documented and allowed, as sets of rules. Knows no file and no packet.
policy = include/policy/catalogue.h \
         include/policy/hint_rows.h \
         include/policy/host_class.h \
         include/policy/origin.h src/policy/origin.c \
         include/policy/passage_end.h src/policy/passage_end.c \
         include/policy/passage.h src/policy/passage.c \
         include/policy/policy.h src/policy/policy.c \
         include/policy/role.h src/policy/role.c \
         include/policy/role_evidence.h \
         include/policy/row.h src/policy/row.c \
         include/policy/row_origin.h src/policy/row_origin.c \
         include/policy/row_set.h \
         include/policy/rule.h src/policy/rule.c \
         include/policy/product.h src/policy/product.c \
         include/policy/site.h src/policy/site.c \
         include/policy/site_cover.h src/policy/site_cover.c \
         include/policy/site_end.h src/policy/site_end.c \
         include/policy/site_marks.h src/policy/site_marks.c \
         include/policy/site_words.h src/policy/site_words.c \
         include/policy/tls_policy.h src/policy/tls_policy.c \
         src/policy/asked_names.h src/policy/asked_names.c \
         src/policy/class_table.h src/policy/class_table.c \
         src/policy/declared.h src/policy/declared.c \
         src/policy/membership.h src/policy/membership.c \
         src/policy/port_index.h src/policy/port_index.c \
         src/policy/port_plan.h src/policy/port_plan.c \
         src/policy/row_memo.h src/policy/row_memo.c \
         src/policy/rule_fit.h src/policy/rule_fit.c \
         src/policy/rule_list.h src/policy/rule_list.c

unit_tests += tests/unit/policy/test_site_marks
unit_tests += tests/unit/policy/test_site_cover
unit_tests += tests/unit/policy/test_rule
unit_tests += tests/unit/policy/test_role
unit_tests += tests/unit/policy/test_row
unit_tests += tests/unit/policy/test_policy
unit_tests += tests/unit/policy/test_tls_policy
unit_tests += tests/unit/policy/test_asked_names
unit_tests += tests/unit/policy/test_port_plan
unit_tests += tests/unit/policy/test_passage
