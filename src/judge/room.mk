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

unit_tests += tests/unit/judge/test_modality
tests_unit_judge_test_modality_SOURCES = tests/unit/judge/test_modality.c \
                                         tests/unit/judge/shipped.h tests/unit/unit.h
tests_unit_judge_test_modality_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_explain
tests_unit_judge_test_explain_SOURCES = tests/unit/judge/test_explain.c \
                                        tests/unit/judge/as_lines.h \
                                        tests/unit/judge/shipped.h tests/unit/unit.h
tests_unit_judge_test_explain_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_decide
tests_unit_judge_test_decide_SOURCES = tests/unit/judge/test_decide.c \
                                       tests/unit/judge/as_lines.h \
                                       tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_decide_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_nearest
tests_unit_judge_test_nearest_SOURCES = tests/unit/judge/test_nearest.c \
                                       tests/unit/judge/as_lines.h \
                                       tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_nearest_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_attempts
tests_unit_judge_test_attempts_SOURCES = tests/unit/judge/test_attempts.c \
                                         tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_attempts_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_audit
tests_unit_judge_test_audit_SOURCES = tests/unit/judge/test_audit.c \
                                      tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_audit_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_coverage
tests_unit_judge_test_coverage_SOURCES = tests/unit/judge/test_coverage.c \
                                         tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_coverage_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_audit_room
tests_unit_judge_test_audit_room_SOURCES = tests/unit/judge/test_audit_room.c \
                                           tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_audit_room_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_listener_said
tests_unit_judge_test_listener_said_SOURCES = tests/unit/judge/test_listener_said.c \
                                              tests/unit/unit.h
tests_unit_judge_test_listener_said_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_causes
tests_unit_judge_test_causes_SOURCES = tests/unit/judge/test_causes.c \
                                       tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_causes_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_role_inference
tests_unit_judge_test_role_inference_SOURCES = tests/unit/judge/test_role_inference.c \
                                               tests/unit/judge/made_judge.h \
                                               tests/unit/unit.h
tests_unit_judge_test_role_inference_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_traffic
tests_unit_judge_test_traffic_SOURCES = tests/unit/judge/test_traffic.c tests/unit/unit.h
tests_unit_judge_test_traffic_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_judged
tests_unit_judge_test_judged_SOURCES = tests/unit/judge/test_judged.c \
                                       tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_judged_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_remembered
tests_unit_judge_test_remembered_SOURCES = tests/unit/judge/test_remembered.c \
                                           tests/unit/judge/made_judge.h \
                                           tests/unit/unit.h
tests_unit_judge_test_remembered_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_sides
tests_unit_judge_test_sides_SOURCES = tests/unit/judge/test_sides.c \
                                      tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_sides_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_outsiders
tests_unit_judge_test_outsiders_SOURCES = tests/unit/judge/test_outsiders.c \
                                          tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_outsiders_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_guard
tests_unit_judge_test_guard_SOURCES = tests/unit/judge/test_guard.c \
                                      tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_guard_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_listener_tls
tests_unit_judge_test_listener_tls_SOURCES = tests/unit/judge/test_listener_tls.c tests/unit/unit.h
tests_unit_judge_test_listener_tls_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_pools
tests_unit_judge_test_pools_SOURCES = tests/unit/judge/test_pools.c \
                                      tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_pools_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_qos_table
tests_unit_judge_test_qos_table_SOURCES = tests/unit/judge/test_qos_table.c tests/unit/unit.h
tests_unit_judge_test_qos_table_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_scope
tests_unit_judge_test_scope_SOURCES = tests/unit/judge/test_scope.c \
                                      tests/unit/judge/made_judge.h tests/unit/unit.h
tests_unit_judge_test_scope_LDADD   = $(unit_ldadd)

unit_tests += tests/unit/judge/test_sensor_join
tests_unit_judge_test_sensor_join_SOURCES = tests/unit/judge/test_sensor_join.c tests/unit/unit.h
tests_unit_judge_test_sensor_join_LDADD   = $(unit_ldadd)

EXTRA_DIST += tests/sensors.py tests/qos.py
