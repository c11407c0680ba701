#!/usr/bin/env bash
# Runs toloka_kit_check.py, examples/from_toolkit.py and toloka_kit_topics.py
# against the simulator: toloka-kit 1.2.3, unchanged, from PyPI, in an
# environment of its own. SEED is that of the simulator, 1 without it. Where
# there is no Python or no PyPI it says so and ends well.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# toloka-kit does not say which later versions of these it cannot work with
packages=(toloka-kit==1.2.3 "httpx<0.28" "setuptools<81" "cattrs<23" pandas
  crowd-kit)
export PYTHONDONTWRITEBYTECODE=1
environment=${TOLOKA_KIT_ENV:-${TMPDIR:-/tmp}/toloka-kit-1.2.3}

skip() {
  echo "skipped  the check with toloka-kit: $1"
  exit 0
}

python=""
for name in python3 python; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
    python=$name
    break
  fi
done
[ -n "$python" ] || skip "there is no Python 3.8 or later"

work=$(mktemp -d)
simulator=""
finish() {
  [ -z "$simulator" ] || kill "$simulator" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

if ! "$environment/bin/python" -c 'import toloka.client, toloka.autoquality' 2>/dev/null; then
  rm -rf "$environment"
  "$python" -m venv "$environment" >"$work/log" 2>&1 ||
    skip "Python cannot make an environment ($(tail -n 1 "$work/log"))"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
    "${packages[@]}" >"$work/log" 2>&1 ||
    skip "pip cannot install it ($(tail -n 1 "$work/log"))"
fi

# start ARGUMENTS...: starts a simulator and sets $url
start() {
  : >"$work/simulator"
  deno run --no-prompt --allow-net=127.0.0.1 --allow-read=. \
    src/simulator/main.ts --seed "${SEED:-1}" "$@" >"$work/simulator" 2>"$work/log" &
  simulator=$!
  for _ in $(seq 300); do
    url=$(head -n 1 "$work/simulator")
    [ -z "$url" ] || break
    kill -0 "$simulator" 2>/dev/null || break
    sleep 0.1
  done
  case $url in
  http://*) ;;
  *)
    cat "$work/log"
    echo "The simulator did not start"
    exit 1
    ;;
  esac
}

# stop: stops it, and fails if it did not know a field that toloka-kit sent
stop() {
  kill -INT "$simulator"
  wait "$simulator"
  simulator=""
  if grep ' coerced ' "$work/simulator"; then code=1; fi
}

# topics PEOPLE ARGUMENTS...: runs the topics for these people
topics() {
  start --log --population "tests/python/$1.json" "${@:2}"
  "$environment/bin/python" tests/python/toloka_kit_topics.py "$1" "$url" \
    2>"$work/python"
  code=$?
  stop
}

start --speed 600 --log
"$environment/bin/python" tests/python/toloka_kit_check.py "$url" 2>"$work/python"
code=$?
if [ $code -eq 0 ]; then
  # The example in Python prints what its counterpart says that both do.
  sed -n '/^ \* ```text/,/^ \* ```$/s/^ \* //p' examples/from_toolkit.ts |
    grep -v '```' >"$work/expected"
  "$environment/bin/python" examples/from_toolkit.py "$url" 2>>"$work/python" |
    diff "$work/expected" - && echo "ok  examples/from_toolkit.py"
  code=$?
fi
stop
if [ $code -eq 0 ]; then
  # Careful people agree; time passes fast, as no step waits for a moment.
  topics careful --speed 3000
fi
if [ $code -eq 0 ]; then
  # Events since now: the clock is that of the wall, and people are fast.
  topics right_and_wrong --speed 1 --pace 600
fi
if [ $code -ne 0 ]; then cat "$work/python" "$work/log" "$work/simulator"; fi
exit $code
