#!/usr/bin/env bash
# run.sh [--built FOLDER] [SECONDS] [TARGET...]: builds the fuzzers and runs each for SECONDS (60).
# With --built they are in FOLDER already.
#
#   parse   text → tree           query   text → rows on a small graph
#   text    bytes → text          read    HTML, DOC, DOCX, XLSX, OFD → text
#   value   the codec of values   import  CSV → graph
#   extract bytes → facts
#
# Without targets all run, one after another, from a fixed seed. They start from tests/fuzz/corpus,
# the documents of samples and tests/unseen, the queries of grammar/syntax.md and of tests/tck, and
# the openCypher TCK where it lies beside the project. Exit code 0 when nothing crashed, leaked, took a second of processor time or 2 GB; what
# did is in findings/ of the build and belongs, once repaired, in tests/fuzz/corpus/.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
built=
if [ "${1:-}" = --built ]; then built=$2; shift 2; fi
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(parse query text read extract value import)

if [ -z "$built" ]; then
  built=build-fuzz
  cmake --preset fuzz >/dev/null
  cmake --build "$built" --target "${targets[@]/%/_fuzzer}"
fi

mkdir -p "$built/findings"
status=0
for target in "${targets[@]}"; do
  work=$built/fuzzing/$target  # of its own: targets may run at the same time
  rm -rf "$work"
  mkdir -p "$work/seeds" "$work/new"
  options=()
  case $target in
    parse | query)
      pages=(grammar/syntax.md tests/tck/own.jsonl)
      [ ! -e ../shared/tck/scenarios.jsonl ] || pages+=(../shared/tck/scenarios.jsonl)
      python3 tests/fuzz/seeds.py "${pages[@]}" "$work/seeds"
      options=(-dict=tests/fuzz/words.dict) ;;
    extract)
      find samples/documents tests/unseen -type f ! -name '*.jsonl' -size -16k \
          -exec cp -t "$work/seeds" {} +
      options=(-max_len=8192) ;;
    read) options=(-max_len=20000) ;;
  esac
  echo "fuzzing $target for $seconds s"
  "$built/tests/fuzz/${target}_fuzzer" -seed=1 -max_total_time="$seconds" -timeout=20 \
      -max_len=2048 -rss_limit_mb=2048 -artifact_prefix="$built/findings/$target-" \
      -print_final_stats=1 "${options[@]}" "$work/new" "tests/fuzz/corpus/$target" \
      "$work/seeds" >"$work/log" 2>&1 || { status=1; tail -n 40 "$work/log"; }
  grep -E '^(stat::|Done )' "$work/log" || true
done
exit $status
