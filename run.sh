#!/usr/bin/env bash
# Builds what changed, starts OneGo with its own PostgreSQL in a data folder, fills a small demo, prints the address
# and the demo accounts; or plays one sample case to its end (--walk). See --help.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/environment
. "$root/.ci/environment"

usage() {
  cat <<'TEXT'
usage: ./run.sh [--port N] [--database "<Npgsql connection string>"] [--data <folder>] [--no-demo]
       ./run.sh --walk <sample> [--data <folder>] [--lang zh|en|both]

  --port N        listen on 127.0.0.1:N (5080; with --walk: a free one)
  --database S    use your own PostgreSQL, 15 or later, instead of the embedded one
  --data F        where the data lives between starts (.data beside this script)
  --no-demo       do not fill the demo cases
  --walk SAMPLE   play a sample case to its end through the HTTP API, against the server that runs on the data
                  folder or one started for it; samples: open-a-restaurant, newborn, company-setup, joint-acceptance
  --lang L        language of the walk's timeline (both)
  --help          this text
TEXT
}

port='' database='' data="$root/.data" demo=yes walk='' lang=both
value() { [ $# -ge 2 ] && [ -n "$2" ] || { echo "run.sh: $1 needs a value." >&2; usage >&2; exit 2; }; }
while [ $# -gt 0 ]; do
  case "$1" in
    --port) value "$@"; port=$2; shift 2 ;;
    --database) value "$@"; database=$2; shift 2 ;;
    --data) value "$@"; data=$2; shift 2 ;;
    --walk) value "$@"; walk=$2; shift 2 ;;
    --lang) value "$@"; lang=$2; shift 2 ;;
    --no-demo) demo=no; shift ;;
    --help|-h) usage; exit 0 ;;
    *) echo "run.sh: unknown option '$1'." >&2; usage >&2; exit 2 ;;
  esac
done
case "$port" in *[!0-9]*) refuse "--port takes a number from 1 to 65535, not '$port'." ;; esac
if [ -n "$port" ]; then
  { [ "${#port}" -le 5 ] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } || refuse "--port takes a number from 1 to 65535, not '$port'."
fi
if [ -n "$walk" ] && [ ! -f "$root/samples/$walk/definition.bpmn" ]; then
  refuse "there is no sample '$walk'; there are: $(cd "$root/samples" && ls -d */definition.bpmn 2>/dev/null | sed 's|/definition.bpmn||' | tr '\n' ' ')"
fi

need_dotnet
need_node
mkdir -p "$data" 2>/dev/null && [ -w "$data" ] || refuse "the data folder '$data' cannot be written."
data=$(cd "$data" && pwd)

server_dll="$root/artifacts/bin/Workflow.Server/release/Workflow.Server.dll"
samples_dll="$root/artifacts/bin/Workflow.Samples/release/Workflow.Samples.dll"
log="$data/server.log" errors="$data/server.err"

# A port is taken when something answers on it.
is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# server_json url|pid: what a running server says of itself
server_json() {
  sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\).*/\1/p' "$data/server.json" 2>/dev/null | head -n 1
}

# The address of a server that runs on this data folder, or nothing.
running_url() {
  url=$(server_json url) pid=$(server_json pid)
  if [ -n "$url" ] && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
    hostport=${url#http://}; hostport=${hostport%%/*}
    if is_taken "${hostport##*:}"; then echo "$url"; fi
  fi
}

# Sources changed since the last build: a file is newer than the stamp, or the list of files is another one.
sources() {
  cd "$root" && find engine samples/Workflow.Samples designer/dist Directory.Build.props Directory.Packages.props global.json \
    \( -name node_modules -o -name bin -o -name obj \) -prune -o -type f "$@" -print
}
build() {
  build_web || refuse "the build of the web app failed; all of its output is in artifacts/web.log."
  stamp="$root/artifacts/run.stamp"
  names=$(sources | sort | cksum)
  if [ -f "$server_dll" ] && [ -f "$samples_dll" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$names" ] &&
     [ -z "$(sources -newer "$stamp" | head -n 1)" ]; then return 0; fi
  echo "building …"
  mkdir -p "$root/artifacts"
  # The stamp is as old as the build's start, so that a file saved meanwhile counts as changed.
  printf '%s\n' "$names" > "$stamp.new"
  for project in engine/Workflow.Server samples/Workflow.Samples; do
    (cd "$root" && dotnet build -c Release "$project" -v quiet -clp:NoSummary -nodeReuse:false -p:RunAnalyzers=false) > "$root/artifacts/build.log" 2>&1 ||
      { grep -E 'error|warn' "$root/artifacts/build.log" | head -n 20 >&2; refuse "the build of $project failed; all of its output is in artifacts/build.log."; }
  done
  mv "$stamp.new" "$stamp"
}

server_pid='' tool_pid=''
stop_server() {
  trap '' INT TERM HUP
  [ -z "$tool_pid" ] || kill -TERM "$tool_pid" 2>/dev/null
  if [ -n "$server_pid" ]; then
    kill -TERM "$server_pid" 2>/dev/null
    wait "$server_pid" 2>/dev/null
    server_pid=''
  fi
}

# Starts the server on port $1 (0: a free one) and waits until it is ready; its last words are shown when it ends instead.
start_server() {
  set -- --port "$1" --data "$data"
  [ -z "$database" ] || set -- "$@" --database "$database"
  [ ! -f "$log" ] || [ "$(wc -c < "$log")" -lt 20000000 ] || mv "$log" "$log.1"
  # A process group of its own: Ctrl-C reaches this script alone, which then stops the server in order.
  set -m
  dotnet "$server_dll" "$@" >> "$log" 2> "$errors" < /dev/null &
  server_pid=$!
  set +m
  trap 'stop_server; exit 130' INT
  trap 'stop_server; exit 143' TERM HUP
  trap 'stop_server' EXIT
  waited=0
  until [ -n "$(ready_url)" ]; do
    if ! kill -0 "$server_pid" 2>/dev/null; then
      wait "$server_pid"; server_pid=''
      refuse "the server did not start: $( { grep -v '^[[:space:]]*$' "$errors" || tail -n 5 "$log"; } | tail -n 5) (log: $log)"
    fi
    waited=$((waited + 1))
    # The first start fetches PostgreSQL and makes a cluster.
    [ "$waited" -le 3000 ] || refuse "the server was not ready after 300 seconds; its log is $log."
    sleep 0.1
  done
}
# server.json of the process started here, once it answers that it is ready.
ready_url() {
  [ "$(server_json pid)" = "$server_pid" ] || return 0
  running_url
}

# Waited for in the background, so that a signal is obeyed at once and not only when it has ended.
sample_tool() {
  dotnet "$samples_dll" "$@" < /dev/null &
  tool_pid=$!
  wait "$tool_pid"
  tool_code=$?
  tool_pid=''
  return "$tool_code"
}

if [ -n "$walk" ]; then
  build
  url=$(running_url)
  if [ -z "$url" ]; then
    [ -z "$port" ] || ! is_taken "$port" || refuse "port $port is taken; choose another one with --port."
    start_server "${port:-0}"
    url=$(running_url)
  fi
  sample_tool walk "$walk" --url "$url" --data "$data" --lang "$lang"
  exit $?
fi

url=$(running_url)
[ -z "$url" ] || refuse "a server already runs on this data folder: $url, process $(server_json pid); stop it first, or choose another folder with --data."
port=${port:-5080}
! is_taken "$port" || refuse "port $port is taken; choose another one with --port."
build
start_server "$port"
url=$(running_url)
echo "OneGo serves on $url"
if [ "$demo" = yes ]; then
  sample_tool demo --url "$url" --data "$data" || echo "run.sh: the demo could not be filled; the server runs on without it." >&2
elif [ -f "$data/first-admin.txt" ]; then
  echo "administrator: account and password are in $data/first-admin.txt"
fi
echo "Ctrl-C stops the server and its database."
wait "$server_pid"
code=$?
server_pid=''
[ "$code" -eq 0 ] || { grep -v '^[[:space:]]*$' "$errors" | tail -n 5 >&2; refuse "the server ended with code $code; its log is $log."; }
