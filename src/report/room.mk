## report: who reads the answer.
report = include/report/report.h include/report/community_id.h include/report/evidence.h include/report/output.h
