## inspect: what it speaks. Knows nDPI alone.
inspect = include/inspect/hint.h src/inspect/hint.c \
          include/inspect/detail.h \
          include/inspect/inspector.h \
          include/inspect/label_map.h \
          include/inspect/learned.h \
          include/inspect/signature_set.h \
          src/inspect/reader.h
