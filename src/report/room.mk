## report: who reads the answer.
report = include/report/community_id.h src/report/community_id.c \
         include/report/evidence.h src/report/evidence.c \
         include/report/output.h src/report/output.c \
         include/report/report.h \
         src/report/flow_eve.c \
         src/report/flow_text.c \
         src/report/audit_json.c \
         src/report/audit_text.h src/report/audit_text.c \
         src/report/audit_text_capture.c src/report/audit_text_hosts.c \
         src/report/audit_text_services.c src/report/audit_text_findings.c \
         src/report/audit_text_coverage.c \
         src/report/rows_json.c src/report/rows_text.c \
         src/report/json.h src/report/json.c \
         src/report/layout.h src/report/layout.c \
         src/report/row_filter.h src/report/row_filter.c \
         src/report/table.h src/report/table.c \
         src/report/words.h src/report/words.c
