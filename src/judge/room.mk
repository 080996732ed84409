## judge: what to conclude.
judge = include/judge/audit.h include/judge/conversation.h include/judge/judge.h include/judge/verdict.h
