#!/bin/sh
# Scans what a pipeline was started for, with the `leakwarden` on PATH.
#
#   scan.sh                whatever the pipeline's environment says (GitHub, GitLab, Jenkins); elsewhere
#                          the whole repository
#   scan.sh main           what HEAD has and main has not
#   scan.sh main topic     what topic has and main has not
#
# LEAKWARDEN_FORMAT and LEAKWARDEN_OUTPUT, like every option, may come from the environment.
# Exit codes are those of `leakwarden scan`: 0 clean, 1 secrets, 2 wrong usage, 3 something was not read.
set -eu

command -v leakwarden >/dev/null || {
  echo "scan.sh: leakwarden is not on PATH" >&2
  echo "try: deploy/packages build && cmake --preset release && cmake --build --preset release" >&2
  exit 2
}

# A commit that this clone has, or nothing: the first push of a branch names one of zeros.
known() {
  case "$1" in '' | *[!0]*) ;; *) return 0 ;; esac
  git rev-parse --verify --quiet "$1^{commit}" || true
}

base="${1:-}"
head="${2:-HEAD}"
if [ -z "$base" ]; then
  if [ -n "${GITHUB_BASE_REF:-}" ]; then
    base="origin/$GITHUB_BASE_REF"
  elif [ -n "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" ]; then
    base="$CI_MERGE_REQUEST_DIFF_BASE_SHA"
  elif [ -n "${CI_COMMIT_BEFORE_SHA:-}" ]; then
    base="$CI_COMMIT_BEFORE_SHA"
  elif [ -n "${CHANGE_TARGET:-}" ]; then
    base="origin/$CHANGE_TARGET"
  elif [ -n "${GIT_PREVIOUS_SUCCESSFUL_COMMIT:-}" ]; then
    base="$GIT_PREVIOUS_SUCCESSFUL_COMMIT"
  fi
fi

if [ -n "$(known "$base")" ]; then
  echo "scanning $base..$head" >&2
  exec leakwarden scan --range "$base..$head"
fi
[ -z "${1:-}" ] || { echo "scan.sh: no commit '$1' in this clone" >&2; echo "try: git fetch --unshallow" >&2; exit 2; }
echo "scanning the whole repository" >&2
exec leakwarden scan --history
