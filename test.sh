#!/usr/bin/env bash
# Builds the solution once and runs every test program of the repository; closes with "N passed, N failed, N skipped".
# --long also runs the tests that take minutes. Needs the .NET 10 SDK and Node 20.19; PostgreSQL is fetched by the fixtures.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/environment
. "$root/.ci/environment"
export CI="${CI:-1}" NO_COLOR=1

case "${1:-}" in
  '') ;;
  --long) export ONEGO_LONG=1 ;;
  --help|-h) echo "usage: ./test.sh [--long]"; exit 0 ;;
  *) echo "usage: ./test.sh [--long]" >&2; exit 2 ;;
esac

need_dotnet
need_node
cd "$root" || exit 1

passed=0 failed=0 skipped=0
finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  if [ "$failed" -gt 0 ] || [ "$passed" -eq 0 ]; then exit 1; fi
  exit 0
}

echo "building …"
mkdir -p artifacts
if ! dotnet build Workflow.sln -c Release -v quiet -clp:NoSummary -nodeReuse:false > artifacts/build.log 2>&1; then
  grep -E 'error' artifacts/build.log | sort -u | head -n 40
  echo "the build failed; all of its output is in artifacts/build.log"
  failed=1
  finish
fi

# A count of the runner's summary ("  succeeded: 12"), or nothing.
count() { sed -n "s/^[[:space:]]*$1: *\([0-9][0-9]*\).*/\1/p" "$out" | tail -n 1; }

out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
for project in tests/*/*.csproj; do
  grep -q '<IsTestProject>true</IsTestProject>' "$project" || continue
  name=$(basename "$project" .csproj)
  program="artifacts/bin/$name/release/$name"
  echo "== $name"
  if [ -x "$program" ]; then "$program" --no-progress --no-ansi > "$out" 2>&1 < /dev/null
  else dotnet "$program.dll" --no-progress --no-ansi > "$out" 2>&1 < /dev/null
  fi
  code=$?
  cat "$out"
  good=$(count succeeded); bad=$(count failed); left=$(count skipped)
  passed=$((passed + ${good:-0})); failed=$((failed + ${bad:-0})); skipped=$((skipped + ${left:-0}))
  # 8: the program holds no test yet. Anything else without a failed test is a crash, which counts as one.
  if [ "$code" -ne 0 ] && [ "$code" -ne 8 ] && [ "${bad:-0}" -eq 0 ]; then
    echo "$name ended with code $code"
    failed=$((failed + 1))
  fi
done
finish
