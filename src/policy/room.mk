## policy: what is documented and allowed. Knows libyaml alone.
policy = include/policy/role.h src/policy/role.c \
         include/policy/catalogue.h include/policy/policy.h include/policy/role_evidence.h \
         include/policy/row.h include/policy/row_set.h include/policy/signature_file.h \
         include/policy/site.h
