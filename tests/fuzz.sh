#!/usr/bin/env bash
# Hand every corpus file to its fuzz target; a crash or sanitizer report fails.
# With FUZZ_SECONDS and targets linked by --enable-fuzzers, fuzz each as well.
set -u
corpus=${srcdir:-.}/tests/fuzz/corpus
read -r -a targets <<<"${FUZZ_TARGETS:-}"

echo "1..${#targets[@]}"
number=0
for target in "${targets[@]}"; do
  number=$((number + 1))
  name=${target##*/fuzz_}
  seeds=("$corpus/$name"/*)
  if [ ! -e "${seeds[0]}" ]; then
    echo "not ok $number - $name has a corpus"
    continue
  fi
  if output=$("$target" "${seeds[@]}" 2>&1); then
    echo "ok $number - $name replays its corpus of ${#seeds[@]}"
  else
    echo "not ok $number - $name replays its corpus"
    printf '%s\n' "$output" | tail -n 40 | sed 's/^/# /'
  fi
done
