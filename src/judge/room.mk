## judge: what to conclude. Knows no packets and no libraries.
judge = include/judge/audit.h include/judge/cause.h \
        include/judge/exception.h include/judge/finding.h src/judge/finding.c \
        include/judge/conversation.h src/judge/conversation.c \
        include/judge/judge.h src/judge/judge.c src/judge/judge_private.h \
        src/judge/judge_products.c include/judge/product_choice.h \
        src/judge/judge_learn.c \
        src/judge/judge_so_far.c \
        src/judge/judge_tallies.c \
        include/judge/judge_options.h \
        include/judge/judged.h src/judge/judged.c \
        include/judge/sensors.h src/judge/sensors.c \
        include/judge/sensor_join.h src/judge/sensor_join.c \
        include/judge/traffic.h \
        src/judge/traffic_table.h src/judge/traffic_table.c \
        include/judge/verdict.h src/judge/verdict.c \
        src/judge/accuse.h src/judge/accuse.c \
        src/judge/algebra.h src/judge/algebra.c \
        src/judge/allow.h src/judge/allow.c \
        src/judge/attempt_table.h src/judge/attempt_table.c \
        src/judge/audit_attempts.c \
        src/judge/audit_build.h src/judge/audit_build.c \
        src/judge/audit_causes.c \
        src/judge/audit_coverage.c \
        src/judge/audit_notes.c \
        src/judge/audit_exceptions.h src/judge/audit_exceptions.c \
        src/judge/audit_findings.h src/judge/audit_findings.c \
        src/judge/audit_listeners.c \
        src/judge/audit_remedy.h src/judge/audit_remedy.c \
        src/judge/audit_qos.c \
        src/judge/audit_room.h src/judge/audit_room.c \
        src/judge/audit_sensors.c \
        src/judge/audit_servers.c \
        src/judge/audit_unsettled.c \
        src/judge/audit_tls.c \
        src/judge/cause_faults.h src/judge/cause_faults.c \
        src/judge/cause_hosts.h src/judge/cause_hosts.c \
        src/judge/cause_key.h src/judge/cause_key.c \
        src/judge/cause_words.h src/judge/cause_words.c \
        src/judge/decide.h src/judge/decide.c \
        src/judge/evidence_match.h src/judge/evidence_match.c \
        src/judge/expected_mark.h src/judge/expected_mark.c \
        src/judge/explain.c \
        src/judge/explain_verdict.h src/judge/explain_verdict.c \
        src/judge/explain_words.h src/judge/explain_words.c \
        src/judge/folded_networks.h src/judge/folded_networks.c \
        src/judge/facts.h src/judge/facts.c \
        src/judge/host_alias.h src/judge/host_alias.c \
        src/judge/host_table.h src/judge/host_table.c \
        src/judge/judging_order.h src/judge/judging_order.c \
        src/judge/knowledge.h src/judge/knowledge.c \
        src/judge/listener_said.h src/judge/listener_said.c \
        src/judge/listener_table.h src/judge/listener_table.c \
        src/judge/listener_tls.h src/judge/listener_tls.c \
        src/judge/naming.h src/judge/naming.c \
        src/judge/own_names.h src/judge/own_names.c \
        src/judge/tls_subject.h \
        src/judge/orient.h src/judge/orient.c \
        src/judge/meeting.h src/judge/meeting.c \
        src/judge/outcome_table.h src/judge/outcome_table.c \
        src/judge/peer_list.h src/judge/peer_list.c \
        src/judge/product_evidence.h src/judge/product_evidence.c \
        src/judge/qos_table.h src/judge/qos_table.c \
        src/judge/role_inference.h src/judge/role_inference.c \
        src/judge/role_score.h src/judge/role_score.c \
        src/judge/sensor_clocks.h src/judge/sensor_clocks.c \
        src/judge/settling.h src/judge/settling.c \
        src/judge/sightings.h src/judge/sightings.c \
        src/judge/rule_sets.h src/judge/rule_sets.c \
        src/judge/side_rows.h src/judge/side_rows.c \
        src/judge/site_lines.h src/judge/site_lines.c \
        src/judge/tally.h src/judge/tally.c \
        src/judge/tls_words.h src/judge/tls_words.c

noinst_HEADERS += tests/unit/judge/as_lines.h tests/unit/judge/made_judge.h \
                  tests/unit/judge/shipped.h
unit_tests += tests/unit/judge/test_modality
unit_tests += tests/unit/judge/test_explain
unit_tests += tests/unit/judge/test_decide
unit_tests += tests/unit/judge/test_nearest
unit_tests += tests/unit/judge/test_attempts
unit_tests += tests/unit/judge/test_audit
unit_tests += tests/unit/judge/test_coverage
unit_tests += tests/unit/judge/test_audit_room
unit_tests += tests/unit/judge/test_listener_said
unit_tests += tests/unit/judge/test_causes
unit_tests += tests/unit/judge/test_role_inference
unit_tests += tests/unit/judge/test_traffic
unit_tests += tests/unit/judge/test_judged
unit_tests += tests/unit/judge/test_remembered
unit_tests += tests/unit/judge/test_sides
unit_tests += tests/unit/judge/test_outsiders
unit_tests += tests/unit/judge/test_guard
unit_tests += tests/unit/judge/test_listener_tls
unit_tests += tests/unit/judge/test_pools
unit_tests += tests/unit/judge/test_qos_table
unit_tests += tests/unit/judge/test_scope
unit_tests += tests/unit/judge/test_sensor_join

EXTRA_DIST += tests/sensors.py tests/qos.py
