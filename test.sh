#!/usr/bin/env bash
# Builds the web app and the solution once and runs every test of the repository; closes with "N passed, N failed, N skipped".
# --long also runs the tests that take minutes. Needs the .NET 10 SDK and Node 20.19; PostgreSQL is fetched by the fixtures,
# Chromium and RabbitMQ come from Debian's packages, and what cannot be had is skipped with its reason in the closing line.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/environment
. "$root/.ci/environment"
export CI="${CI:-1}" NO_COLOR=1

minutes=15
case "${1:-}" in
  '') ;;
  --long) export ONEGO_LONG=1 minutes=180 ;;
  --help|-h) echo "usage: ./test.sh [--long]"; exit 0 ;;
  *) echo "usage: ./test.sh [--long]" >&2; exit 2 ;;
esac

need_dotnet
need_node
cd "$root" || exit 1

mkdir -p artifacts
passed=0 failed=0 skipped=0 reasons=''
# Without a broker the tests of messages through it are left out, and say so. Asked twice: what a function exports in a subshell, where its words are caught, is gone with it.
if why=$(need_rabbitmq); then need_rabbitmq; else reasons="no RabbitMQ: $why"; fi
finish() {
  # Told once more where it is read: the output before the last lines is long, and CI keeps its end only.
  if [ -s "${failures:-}" ]; then echo "== what failed"; cat "$failures"; fi
  echo "$passed passed, $failed failed, $skipped skipped${reasons:+ ($reasons)}"
  if [ "$failed" -gt 0 ] || [ "$passed" -eq 0 ]; then exit 1; fi
  exit 0
}

if ! build_web; then
  echo "the build of the web app failed; all of its output is in artifacts/web.log"
  failed=1
  finish
fi
echo "building …"
if ! dotnet build Workflow.sln -c Release -v quiet -clp:NoSummary -nodeReuse:false > artifacts/build.log 2>&1; then
  grep -E 'error' artifacts/build.log | sort -u | head -n 40
  echo "the build failed; all of its output is in artifacts/build.log"
  failed=1
  finish
fi

out=$(mktemp) && failures=$(mktemp) || exit 1
trap 'rm -f "$out" "$failures"' EXIT
# The failed tests of one program with what each says, as the runner prints them: the name, then lines set in further.
tell_failed() { awk '/ \[FAIL\]$/ { told = 40 } !/ \[FAIL\]$/ && /^ ? ? ? ? ?[^ ]/ { told = 0 } told-- > 0' "$out" | cut -c 1-600 >> "$failures"; }
# One count of the runner's summary: "Total: 83, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 1.039s".
count() { sed -n "s/^.*  Total: .*[ ,]*$1: \([0-9][0-9]*\),.*/\1/p" "$out" | tail -n 1; }

for project in tests/*/*.csproj; do
  grep -q '<IsTestProject>true</IsTestProject>' "$project" || continue
  name=$(basename "$project" .csproj)
  program="artifacts/bin/$name/release/$name"
  echo "== $name"
  if [ -x "$program" ]; then set -- "$program"; else set -- dotnet "$program.dll"; fi
  # A program that hangs is ended, where the system has the means.
  if command -v timeout >/dev/null 2>&1; then set -- timeout --kill-after=30 "$minutes"m "$@"; fi
  "$@" -noColor -noLogo 2>&1 < /dev/null | tee "$out" | grep -Ev --line-buffered '^  (Discovering|Discovered|Starting|Finished): '
  code=${PIPESTATUS[0]}
  tell_failed
  total=$(sed -n 's/^.*  Total: \([0-9][0-9]*\).*/\1/p' "$out" | tail -n 1)
  errors=$(count Errors); bad=$(count Failed); left=$(count Skipped); unrun=$(count 'Not Run')
  bad=$((${bad:-0} + ${errors:-0})); left=$((${left:-0} + ${unrun:-0}))
  # A program that ends without a summary, or with an error code and no failed test, has crashed: that is a failure.
  if [ -z "$total" ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    { echo "$name ended with code $code and told of no failed test; its last lines:"; tail -n 6 "$out"; } | tee -a "$failures"
    failed=$((failed + 1))
  fi
  good=$((${total:-0} - bad - left))
  [ "$good" -ge 0 ] || good=0
  passed=$((passed + good)); failed=$((failed + bad)); skipped=$((skipped + left))
done

# The web app: types and lint count as one test, then its own tests, then those with a real browser.
web() { # web <name> <npm script>
  echo "== $1"
  rm -f "$root/artifacts/web-tests.json"
  (cd "$root/designer" && npm run --silent "$2" -- --reporter=default --reporter=json --outputFile.json="$root/artifacts/web-tests.json") 2>&1 < /dev/null | grep -Ev '^npm warn|^JSON report|^$'
  code=${PIPESTATUS[0]}
  counts=$(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests + (r.numTodoTests ?? 0))' "$root/artifacts/web-tests.json" 2>/dev/null) || counts='0 0 0'
  node -e 'for (const file of JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).testResults) for (const test of file.assertionResults) if (test.status === "failed") console.log(`    ${test.fullName}\n      ${(test.failureMessages?.[0] ?? "").split("\n").slice(0, 12).join("\n      ")}`)' "$root/artifacts/web-tests.json" 2>/dev/null | cut -c 1-600 >> "$failures"
  # shellcheck disable=SC2086
  set -- $counts
  passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3))
  if [ "$code" -ne 0 ] && [ "$2" -eq 0 ]; then failed=$((failed + 1)); fi
}
echo "== designer: types and lint"
if (cd designer && npm run --silent check) 2>&1 | grep -v '^npm warn'; [ "${PIPESTATUS[0]}" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
web "designer" test
if reason=$(need_chromium); then
  need_chromium
else
  reasons="${reasons:+$reasons; }no browser: $reason" ONEGO_CHROMIUM=/nowhere ONEGO_NO_CHROMIUM="$reason"
  export ONEGO_CHROMIUM ONEGO_NO_CHROMIUM
fi
web "designer with a browser" test:browser
finish
