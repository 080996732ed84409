## base: no domain. Includes nothing of ours but itself.
base = include/base/address.h src/base/address.c \
       include/base/array.h src/base/array.c \
       include/base/attributes.h \
       include/base/clock.h src/base/clock.c \
       include/base/error.h src/base/error.c \
       include/base/hash.h src/base/hash.c \
       include/base/text.h src/base/text.c
