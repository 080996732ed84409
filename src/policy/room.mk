## policy: what is documented and allowed. Knows libyaml alone.
policy = include/policy/catalogue.h src/policy/catalogue.c \
         include/policy/policy.h \
         include/policy/role.h src/policy/role.c \
         include/policy/role_evidence.h src/policy/role_evidence.c \
         include/policy/row.h src/policy/row.c \
         include/policy/row_set.h \
         include/policy/signature_file.h src/policy/signature_file.c \
         include/policy/site.h src/policy/site.c src/policy/site_allow.c \
         src/policy/site_allow.h \
         src/policy/loaders.h \
         src/policy/vocabulary.h src/policy/vocabulary.c \
         src/policy/yaml_reader.h src/policy/yaml_reader.c \
         src/policy/yaml_tree.h src/policy/yaml_tree.c
