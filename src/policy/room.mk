## policy: what is documented and allowed. Knows libyaml alone.
policy = include/policy/role.h src/policy/role.c \
         include/policy/row_set.h \
         include/policy/policy.h src/policy/policy.c \
         src/policy/port_index.h src/policy/port_index.c \
         src/policy/row_memo.h src/policy/row_memo.c \
         src/policy/rule_fit.h src/policy/rule_fit.c
policy += include/policy/catalogue.h include/policy/role_evidence.h include/policy/row.h \
          include/policy/signature_file.h include/policy/site.h
