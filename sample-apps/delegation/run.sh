# Part of sample-apps/run, which has set $java, $app, $remit, $work and the colours: two JVMs, a task that goes from one to the other.
policies=sample-apps/delegation/policies
audit=sample-apps/delegation/target/audit
port=${DELEGATION_PORT-8471}

if [ ! -f "$remit" ]; then
    echo "sample-apps/run: $remit is not built yet. Build it with: mvn -q -B package -DskipTests" >&2
    exit 69
fi

started=''
trap 'for pid in $started; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT

# start NAME MARK COMMAND…: begins it, and waits until it has said MARK.
start() {
    name=$1 mark=$2
    shift 2
    : >"$work/$name"
    "$@" >"$work/$name" 2>&1 &
    pid=$!
    started="$started $pid"
    tries=0
    until grep -q "$mark" "$work/$name"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ] || ! kill -0 "$pid" 2>/dev/null; then
            echo "sample-apps/run: the $name does not start:" >&2
            cat "$work/$name" >&2
            exit 69
        fi
        sleep 0.2
    done
}

if [ -z "${SPIFFE_ENDPOINT_SOCKET-}" ]; then
    start workload-api SPIFFE_ENDPOINT_SOCKET= "$java" -jar sample-apps/workload-api/target/workload-api.jar \
        --socket "$work/agent.sock" --trust-domain acme.com --id /planner --id /worker
    SPIFFE_ENDPOINT_SOCKET=unix:$work/agent.sock
    export SPIFFE_ENDPOINT_SOCKET
fi

export REMIT_REPORT="${REMIT_REPORT-off}" REMIT_DELEGATION_AUDIENCE="localhost:$port" REMIT_DELEGATION_HOSTS="localhost:$port"
rm -rf "$audit"
printf '\n%sWorker%s\n  $ java -javaagent:%s=%s -jar %s worker %s\n' \
    "$bold" "$plain" "$remit" "$policies/worker/remit.properties" "$app" "$port"
start worker 'serves http' "$java" "-javaagent:$remit=$policies/worker/remit.properties" -jar "$app" worker "$port"

printf '\n%sPlanner%s\n  $ java -javaagent:%s=%s -jar %s planner http://localhost:%s\n\n' \
    "$bold" "$plain" "$remit" "$policies/planner/remit.properties" "$app" "$port"
"$java" "-javaagent:$remit=$policies/planner/remit.properties" -jar "$app" planner "http://localhost:$port" \
    >"$work/planner" 2>&1 || failed=1
cat "$work/planner"

printf '\n%sMeanwhile in the worker%s\n\n' "$bold" "$plain"
sed -e "s/Remit refused this call/$red&$plain/" "$work/worker"

# Ended in good order, so that its journal is complete.
kill "$pid"
wait "$pid" || true

task=$(sed -n 's/^  task  *//p' "$work/planner")
printf '\n%sThe task over both journals%s\n  $ java -jar %s audit trace %s %s %s\n' \
    "$bold" "$plain" "$remit" "$task" "$audit/planner" "$audit/worker"
if "$java" -jar "$remit" audit --help 2>&1 | grep -q '^ *trace '; then
    "$java" -jar "$remit" audit trace "$task" "$audit/planner" "$audit/worker" >"$work/trace" 2>&1 || failed=1
    sed 's/^/  /' "$work/trace"
fi
