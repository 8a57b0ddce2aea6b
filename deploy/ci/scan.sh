#!/bin/sh
# Scans what a pipeline was started for, with the `leakwarden` on PATH.
#
#   scan.sh                whatever the pipeline's environment says (GitHub, GitLab, Jenkins); elsewhere
#                          the whole repository
#   scan.sh main           what HEAD has and main has not
#   scan.sh main topic     what topic has and main has not
#
# A merge request, and what is named by hand, is heard with the baseline and the ignore files of its
# base: what it brings, comments included, cannot silence its own job. LEAKWARDEN_SUPPRESSIONS_FROM
# names another commit; set and empty, the change's own files and comments count.
#
# LEAKWARDEN_FORMAT and LEAKWARDEN_OUTPUT, like every option, may come from the environment.
# Exit codes are those of `leakwarden scan`: 0 clean, 1 secrets, 2 wrong usage, 3 something was not read.
set -eu

command -v leakwarden >/dev/null || {
  echo "scan.sh: leakwarden is not on PATH" >&2
  echo "try: deploy/packages build && cmake --preset release && cmake --build --preset release" >&2
  exit 2
}

# A commit that this clone has: the first push of a branch names one of zeros.
known() {
  case "$1" in '' | *[!0]*) ;; *) return 1 ;; esac
  git rev-parse --verify --quiet "$1^{commit}" >/dev/null
}

change="${1:-}"   # what a merge request, or somebody, wants it compared with
pushed=""         # what was there before a push
head="${2:-HEAD}"
if [ -n "$change" ]; then
  :
elif [ -n "${GITHUB_BASE_REF:-}" ]; then
  change="origin/$GITHUB_BASE_REF"
elif [ -n "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" ]; then
  change="$CI_MERGE_REQUEST_DIFF_BASE_SHA"
elif [ -n "${CHANGE_TARGET:-}" ]; then
  change="origin/$CHANGE_TARGET"
else
  pushed="${CI_COMMIT_BEFORE_SHA:-${GIT_PREVIOUS_SUCCESSFUL_COMMIT:-}}"
fi

if [ -n "$change" ]; then
  known "$change" || {
    echo "scan.sh: no commit '$change' in this clone" >&2
    echo "try: fetch it, with the whole history (git fetch --unshallow)" >&2
    exit 2
  }
  LEAKWARDEN_SUPPRESSIONS_FROM="${LEAKWARDEN_SUPPRESSIONS_FROM-$change}"
  export LEAKWARDEN_SUPPRESSIONS_FROM
  echo "scanning $change..$head" >&2
  exec leakwarden scan --range "$change..$head"
fi
if [ -n "$pushed" ] && known "$pushed"; then
  echo "scanning $pushed..$head" >&2
  exec leakwarden scan --range "$pushed..$head"
fi
echo "scanning the whole repository" >&2
exec leakwarden scan --history
