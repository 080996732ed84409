## app: the composition root: commands, options, pipeline, signals.
lynctap_SOURCES = src/app/main.c
