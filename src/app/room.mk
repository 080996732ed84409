## app: the composition root: commands, options, pipeline, privilege, signals.
app             = \
                  src/app/alert_table.h src/app/alert_table.c \
                  src/app/saved_state.h src/app/saved_state.c \
                  src/app/event_batch.h src/app/event_batch.c \
                  src/app/exchange.h src/app/exchange.c \
                  src/app/pipeline_sink.h \
                  src/app/commands.h src/app/commands.c \
                  src/app/confinement.h src/app/confinement.c \
                  src/app/completeness.h src/app/completeness.c \
                  src/app/baseline.h src/app/baseline.c \
                  src/app/command_audit.c \
                  src/app/command_confining.h src/app/command_confining.c \
                  src/app/command_diff.c \
                  src/app/command_flows.c \
                  src/app/command_watch.c \
                  src/app/datagrams.h src/app/datagrams.c \
                  src/app/service.h src/app/service.c \
                  src/app/system_log.h src/app/system_log.c \
                  src/app/watch_hearing.h src/app/watch_hearing.c \
                  src/app/watch_outputs.h src/app/watch_outputs.c \
                  src/app/watch_screen.h src/app/watch_screen.c \
                  src/app/command_rows.c \
                  src/app/rows_firewall.h src/app/rows_firewall.c \
                  src/app/command_ship.c \
                  src/app/folded_clients.h src/app/folded_clients.c \
                  src/app/command_store.c \
                  src/app/questions.h src/app/questions.c \
                  src/app/store_output.h src/app/store_output.c \
                  src/app/command_site.c \
                  src/app/evidence_pass.h src/app/evidence_pass.c \
                  src/app/file_clash.h src/app/file_clash.c \
                  src/app/finding_index.h src/app/finding_index.c \
                  src/app/held_frames.h src/app/held_frames.c \
                  src/app/flow_record.h src/app/flow_record.c \
                  src/app/held_flows.h src/app/held_flows.c \
                  src/app/input_list.h src/app/input_list.c \
                  src/app/frame_spool.h src/app/frame_spool.c \
                  src/app/interest.h src/app/interest.c \
                  src/app/knowledge.h src/app/knowledge.c \
                  src/app/landlock.h src/app/landlock.c \
                  src/app/option_types.h src/app/option_types.c \
                  src/app/memory_plan.h src/app/memory_plan.c \
                  src/app/options.h \
                  src/app/command_line.h src/app/command_line.c \
                  src/app/outputs.h src/app/outputs.c \
                  src/app/packet_batch.h src/app/packet_batch.c \
                  src/app/pipeline.h src/app/pipeline.c \
                  src/app/privilege.h src/app/privilege.c \
                  src/app/progress.h src/app/progress.c \
                  src/app/provenance.h src/app/provenance.c \
                  src/app/record_account.h src/app/record_account.c \
                  src/app/record_pass.h src/app/record_pass.c \
                  src/app/run.h src/app/run.c src/app/run_opening.c src/app/run_renewal.c src/app/run_confining.h src/app/run_confining.c src/app/run_again.c \
                  src/app/answer_rows.h src/app/answer_rows.c \
                  src/app/asker.h src/app/asker.c \
                  src/app/server_confining.h src/app/server_confining.c \
                  src/app/server_rows.h src/app/server_rows.c \
                  src/app/sensor_inputs.h src/app/sensor_inputs.c \
                  src/app/system_calls.h src/app/system_calls.c \
                  src/app/signals.h src/app/signals.c \
                  src/app/judging.h src/app/judging.c \
                  src/app/seen_names.h src/app/seen_names.c \
                  src/app/site_allow.h src/app/site_allow.c \
                  src/app/site_check.h src/app/site_check.c \
                  src/app/site_checking.h src/app/site_checking.c \
                  src/app/site_print.h src/app/site_print.c \
                  src/app/site_import.h src/app/site_import.c \
                  src/app/draft_pass.h src/app/draft_pass.c \
                  src/app/site_text.h src/app/site_text.c \
                  src/app/site_infer.h src/app/site_infer.c
lynctap_SOURCES = src/app/main.c $(app)

# All of it but main().
fuzz_targets += tests/fuzz/fuzz_program
tests_fuzz_fuzz_program_SOURCES = tests/fuzz/fuzz_program.c $(app) $(fuzz_driver)
tests_fuzz_fuzz_program_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_program_LDADD   = $(lynctap_LDADD)

unit_tests += tests/unit/app/test_exchange
tests_unit_app_test_exchange_SOURCES = tests/unit/app/test_exchange.c src/app/exchange.c \
                                       src/app/event_batch.c src/app/packet_batch.c

unit_tests += tests/unit/app/test_signals
tests_unit_app_test_signals_SOURCES = tests/unit/app/test_signals.c src/app/signals.c

unit_tests += tests/unit/app/test_progress
tests_unit_app_test_progress_SOURCES = tests/unit/app/test_progress.c src/app/progress.c

unit_tests += tests/unit/app/test_memory_plan
tests_unit_app_test_memory_plan_SOURCES = tests/unit/app/test_memory_plan.c \
                                          src/app/memory_plan.c

unit_tests += tests/unit/app/test_finding_index
tests_unit_app_test_finding_index_SOURCES = tests/unit/app/test_finding_index.c \
                                            src/app/finding_index.c

unit_tests += tests/unit/app/test_frame_spool
tests_unit_app_test_frame_spool_SOURCES = tests/unit/app/test_frame_spool.c \
                                          src/app/frame_spool.c

unit_tests += tests/unit/app/test_confinement
tests_unit_app_test_confinement_SOURCES = tests/unit/app/test_confinement.c \
                                          src/app/confinement.c src/app/landlock.c \
                                          src/app/system_calls.c
tests_unit_app_test_confinement_LDADD = $(LDADD) $(SECCOMP_LIBS)

unit_tests += tests/unit/app/test_alert_table
tests_unit_app_test_alert_table_SOURCES = tests/unit/app/test_alert_table.c \
                                          src/app/alert_table.c

fuzz_targets += tests/fuzz/fuzz_saved_state
tests_fuzz_fuzz_saved_state_SOURCES = tests/fuzz/fuzz_saved_state.c src/app/saved_state.c src/app/alert_table.c $(fuzz_driver)
tests_fuzz_fuzz_saved_state_LDFLAGS = $(fuzz_ldflags)

