## topology: a site file from what a deployment says of itself. Knows libxml2, jansson and libzip.
topology = include/topology/topology.h \
           include/topology/draft.h src/topology/draft.c \
           src/topology/archive.h src/topology/archive.c \
           src/topology/cmdlets.c \
           src/topology/deployment.h src/topology/deployment.c \
           src/topology/exports.h \
           src/topology/formats.c \
           src/topology/hosts_file.c \
           src/topology/port_words.h src/topology/port_words.c \
           src/topology/records.h src/topology/records.c \
           src/topology/records_clixml.c \
           src/topology/records_json.c \
           src/topology/records_text.c \
           src/topology/refusals.h src/topology/refusals.c \
           src/topology/resolve.h src/topology/resolve.c \
           src/topology/seen.h src/topology/seen.c \
           src/topology/services.h src/topology/services.c \
           src/topology/site_items.h src/topology/site_items.c \
           src/topology/site_writer.c \
           src/topology/source.h src/topology/source.c \
           src/topology/topology_xml.c \
           src/topology/xml_calls.h src/topology/xml_calls.c \
           src/topology/xml_tree.h src/topology/xml_tree.c \
           src/topology/zip_calls.h src/topology/zip_calls.c

fuzz_targets += tests/fuzz/fuzz_topology_xml
tests_fuzz_fuzz_topology_xml_SOURCES = tests/fuzz/fuzz_topology_xml.c tests/fuzz/topology_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_topology_xml_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_topology_json
tests_fuzz_fuzz_topology_json_SOURCES = tests/fuzz/fuzz_topology_json.c tests/fuzz/topology_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_topology_json_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_topology_clixml
tests_fuzz_fuzz_topology_clixml_SOURCES = tests/fuzz/fuzz_topology_clixml.c tests/fuzz/topology_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_topology_clixml_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_topology_list
tests_fuzz_fuzz_topology_list_SOURCES = tests/fuzz/fuzz_topology_list.c tests/fuzz/topology_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_topology_list_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_topology_zip
tests_fuzz_fuzz_topology_zip_SOURCES = tests/fuzz/fuzz_topology_zip.c tests/fuzz/topology_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_topology_zip_LDFLAGS = $(fuzz_ldflags)

fuzz_targets += tests/fuzz/fuzz_topology_hosts
tests_fuzz_fuzz_topology_hosts_SOURCES = tests/fuzz/fuzz_topology_hosts.c tests/fuzz/topology_fuzz.h $(fuzz_driver)
tests_fuzz_fuzz_topology_hosts_LDFLAGS = $(fuzz_ldflags)

