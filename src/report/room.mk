## report: who reads the answer.
report = include/report/community_id.h src/report/community_id.c \
         include/report/evidence.h src/report/evidence.c \
         include/report/output.h src/report/output.c \
         include/report/report.h \
         src/report/flow_eve.c \
         src/report/json.h src/report/json.c
