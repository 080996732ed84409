## report: who reads the answer.
report = include/report/community_id.h src/report/community_id.c \
         include/report/diff.h src/report/diff.c \
         src/report/diff_words.h src/report/diff_words.c \
         src/report/diff_text.c src/report/diff_json.c \
         include/report/digest.h src/report/digest.c \
         include/report/provenance.h \
         include/report/audit_file.h src/report/audit_file.c \
         src/report/json_reader.h src/report/json_reader.c \
         include/report/evidence.h src/report/evidence.c \
         include/report/format.h src/report/format.c \
         include/report/output.h src/report/output.c \
         include/report/report.h \
         src/report/audit_facts.h src/report/audit_facts.c \
         src/report/coverage_table.h src/report/coverage_table.c \
         src/report/service_matrix.h src/report/service_matrix.c \
         src/report/html.h src/report/html.c src/report/html_style.c \
         src/report/audit_html.c src/report/audit_html_head.c \
         src/report/audit_html_causes.c src/report/audit_html_map.c \
         src/report/audit_html_matrix.c src/report/audit_html_lists.c \
         src/report/audit_html_tls.c src/report/audit_html_qos.c src/report/audit_eve.c src/report/audit_markdown.c src/report/audit_html_coverage.c src/report/audit_html_provenance.c \
         src/report/capture_json.h src/report/capture_json.c \
         include/report/site_draft.h src/report/site_draft.c \
         include/report/site_unlisted.h src/report/site_unlisted.c \
         include/report/watch_events.h src/report/watch_events.c \
         include/report/watch_lines.h src/report/watch_lines.c \
         include/report/ship_numbers.h src/report/ship_numbers.c \
         src/report/prometheus.h src/report/prometheus.c \
         include/report/event_stream.h src/report/event_stream.c \
         src/report/csv_cells.h src/report/csv_cells.c src/report/csv.c \
         include/report/site_remarks.h src/report/site_remarks.c \
         include/report/firewall.h src/report/firewall.c \
         src/report/firewall_words.h src/report/firewall_words.c \
         src/report/nft_rules.h src/report/nft_rules.c \
         src/report/firewall_nftables.c src/report/firewall_csv.c \
         src/report/eve_events.h src/report/eve_events.c \
         src/report/eve_lync.h src/report/eve_lync.c \
         src/report/flow_eve.c \
         src/report/flow_text.c \
         src/report/audit_json.h src/report/audit_json.c \
         src/report/audit_json_provenance.c src/report/audit_json_baseline.c src/report/audit_json_findings.c src/report/audit_json_inputs.c \
         src/report/audit_json_qos.c src/report/audit_json_sensors.c src/report/audit_json_tls.c src/report/audit_json_traffic.c \
         src/report/audit_text.h src/report/audit_text.c src/report/audit_text_headline.c src/report/audit_text_first.c \
         src/report/audit_text_capture.c src/report/audit_text_hosts.c \
         src/report/audit_text_services.c src/report/audit_text_allowed.c src/report/audit_text_causes.c src/report/audit_text_card.c \
         src/report/audit_text_attempts.c src/report/audit_text_matrix.c src/report/audit_text_coverage.c \
         src/report/audit_text_provenance.c src/report/audit_text_qos.c src/report/audit_text_sensors.c src/report/audit_text_tls.c \
         src/report/rows_json.c src/report/rows_text.c \
         src/report/json.h src/report/json.c \
         src/report/layout.h src/report/layout.c \
         src/report/row_filter.h src/report/row_filter.c \
         src/report/table.h src/report/table.c \
         src/report/words.h src/report/words.c

noinst_HEADERS += tests/unit/report/made_audit.h
unit_tests += tests/unit/report/test_community_id
unit_tests += tests/unit/report/test_site_draft
unit_tests += tests/unit/report/test_audit_file

fuzz_targets += tests/fuzz/fuzz_audit_file
tests_fuzz_fuzz_audit_file_SOURCES = tests/fuzz/fuzz_audit_file.c $(fuzz_driver)
tests_fuzz_fuzz_audit_file_LDFLAGS = $(fuzz_ldflags)

unit_tests += tests/unit/report/test_audit_html
unit_tests += tests/unit/report/test_hostile
unit_tests += tests/unit/report/test_diff
unit_tests += tests/unit/report/test_digest
unit_tests += tests/unit/report/test_csv
unit_tests += tests/unit/report/test_format
unit_tests += tests/unit/report/test_output
unit_tests += tests/unit/report/test_evidence
unit_tests += tests/unit/report/test_audit_json
unit_tests += tests/unit/report/test_audit_facts
unit_tests += tests/unit/report/test_audit_text
unit_tests += tests/unit/report/test_rows
unit_tests += tests/unit/report/test_flow_records

dist_doc_DATA += docs/audit.schema.json docs/common.schema.json docs/diff.schema.json \
                 docs/flow.schema.json docs/rows.schema.json docs/ship.schema.json \
                 docs/site-check.schema.json docs/watch.schema.json docs/output.md
EXTRA_DIST    += tests/validate_json.py

unit_tests += tests/unit/report/test_site_unlisted
