#!/usr/bin/env bash
# run.sh [SECONDS]: fuzzes the parser, the whole way from text to rows, the way from bytes to text
# (plain text; HTML and DOCX), the codec of values and the import of CSV, SECONDS each (60).
# Seeds are the queries of the openCypher TCK where it lies beside the project, and our own.
# Exit code 0 when nothing crashed, leaked or took longer than a second; what did is in
# build-fuzz/findings/ and belongs, once repaired, in tests/fuzz/corpus/.
set -eu
seconds=${1:-60}
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target parse_fuzzer query_fuzzer text_fuzzer read_fuzzer \
    value_fuzzer import_fuzzer

seeds=build-fuzz/seeds
scenarios=()
for file in ../shared/tck/scenarios.jsonl tests/tck/own.jsonl; do
  [ -e "$file" ] && scenarios+=("$file")
done
[ ${#scenarios[@]} -gt 0 ] && python3 tests/fuzz/seeds.py "${scenarios[@]}" "$seeds"
mkdir -p "$seeds" build-fuzz/findings

status=0
for target in parse query text read; do
  mkdir -p "build-fuzz/corpus-$target"
  echo "fuzzing $target for $seconds s"
  "build-fuzz/tests/fuzz/${target}_fuzzer" -max_total_time="$seconds" -timeout=10 \
      -report_slow_units=1 -max_len=2048 -dict=tests/fuzz/words.dict -rss_limit_mb=4096 \
      -artifact_prefix="build-fuzz/findings/$target-" -print_final_stats=1 \
      "build-fuzz/corpus-$target" "tests/fuzz/corpus/$target" "$seeds" || status=1
done
for target in value import; do
  mkdir -p "build-fuzz/corpus-$target"
  echo "fuzzing $target for $seconds s"
  "build-fuzz/tests/fuzz/${target}_fuzzer" -max_total_time="$seconds" -timeout=10 \
      -max_len=2048 -rss_limit_mb=4096 -artifact_prefix="build-fuzz/findings/$target-" \
      -print_final_stats=1 "build-fuzz/corpus-$target" "tests/fuzz/corpus/$target" || status=1
done
exit $status
