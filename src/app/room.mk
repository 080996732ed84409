## app: the composition root: commands, options, pipeline, privilege, signals.
lynctap_SOURCES = src/app/main.c \
                  src/app/batch_ring.h src/app/batch_ring.c \
                  src/app/commands.h \
                  src/app/command_audit.c \
                  src/app/command_flows.c \
                  src/app/command_rows.c \
                  src/app/command_site.c \
                  src/app/evidence_pass.h src/app/evidence_pass.c \
                  src/app/held_flows.h src/app/held_flows.c \
                  src/app/knowledge.h src/app/knowledge.c \
                  src/app/option_values.h src/app/option_values.c \
                  src/app/options.h src/app/options.c \
                  src/app/packet_batch.h src/app/packet_batch.c \
                  src/app/pipeline.h src/app/pipeline.c \
                  src/app/privilege.h src/app/privilege.c \
                  src/app/run.h src/app/run.c \
                  src/app/signals.h src/app/signals.c
