# Sourced in bash, from the repository's root, to play a case by hand:  . samples/by-hand.sh
# It keeps sessions in files of a temporary folder; curl and node are all it needs.

data=${data:-.data}
# The address of the server that runs on the data folder.
site=${site:-$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).url' "$data/server.json")}
sessions=$(mktemp -d)

# password_of <account>: from the data folder's demo accounts
password_of() { node -p 'JSON.parse(fs.readFileSync(process.argv[1])).find(a => a.account === process.argv[2]).password' "$data/demo-accounts.json" "$1"; }

# field <expression>: reads JSON and prints a part of it, for instance: field '.caseId'
field() { node -p "JSON.parse(fs.readFileSync(0))$1"; }

# sign_in <account>: keeps its cookie, and the token that requests which change something send as X-CSRF
sign_in() {
  printf '{"account":"%s","password":"%s"}' "$1" "$(password_of "$1")" |
    curl -sS --fail-with-body -c "$sessions/$1.cookie" -H 'Content-Type: application/json' -d @- "$site/api/session" | field .csrf > "$sessions/$1.csrf"
}

# as <account> <method> <path> [json or @file]: one request of a signed-in account
as() {
  [ -s "$sessions/$1.csrf" ] || sign_in "$1"
  curl -sS --fail-with-body -w '\n' -b "$sessions/$1.cookie" -H "X-CSRF: $(cat "$sessions/$1.csrf")" -H "Idempotency-Key: $(node -p 'crypto.randomUUID()')" \
    -H 'Accept-Language: en' ${4:+-H 'Content-Type: application/json' -d "$4"} -X "$2" "$site$3"
}

# task_of <account> <case> <kind> [department]: number of its open task of that kind
task_of() {
  as "$1" GET "/api/cases/$2" | field ".tasks.find(t => t.kind === '$3' && !t.closedAt && ('${4:-}' === '' || t.department === '${4:-}')).taskId"
}
