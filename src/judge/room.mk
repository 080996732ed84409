## judge: what to conclude. Knows no packets and no libraries.
judge = include/judge/audit.h \
        include/judge/conversation.h src/judge/conversation.c \
        include/judge/judge.h src/judge/judge.c src/judge/judge_private.h \
        include/judge/verdict.h src/judge/verdict.c \
        src/judge/allow.c \
        src/judge/audit_build.h src/judge/audit_build.c \
        src/judge/audit_coverage.c \
        src/judge/audit_findings.c \
        src/judge/decide.c \
        src/judge/explain.h src/judge/explain.c \
        src/judge/host_table.h src/judge/host_table.c \
        src/judge/judging_order.h src/judge/judging_order.c \
        src/judge/listener_table.h src/judge/listener_table.c \
        src/judge/outcome_table.h src/judge/outcome_table.c \
        src/judge/role_inference.c \
        src/judge/tally.h src/judge/tally.c
