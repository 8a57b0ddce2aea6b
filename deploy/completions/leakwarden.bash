# bash completion for leakwarden. It asks the program, so it knows what this version knows.

_leakwarden_commands() {
  leakwarden --help 2>/dev/null |
    awk '/^[A-Z].*/ { on = 1 } on && /^  [a-z]/ && $1 != "leakwarden" { print $1 }'
}

_leakwarden_verbs() {
  case "$1" in
    hook) echo "install uninstall status run" ;;
    rules) echo "list show check explain import generate" ;;
    baseline) echo "create add update check" ;;
    report) echo "diff" ;;
    attest) echo "verify" ;;
    incidents) echo "list show acknowledge assign resolve reopen suppress export" ;;
    alerts) echo "list retry drop" ;;
    notify) echo "test preview" ;;
    store) echo "migrate check settle export import" ;;
    help) _leakwarden_commands ;;
  esac
}

_leakwarden_hooks="pre-commit pre-merge-commit commit-msg pre-push pre-receive post-receive agent"

_leakwarden_options() {
  leakwarden "$1" --help 2>/dev/null | sed -n 's/^  \(--[a-z][a-z-]*\).*/\1/p'
}

_leakwarden_formats() {
  case "$1" in
    scan) echo "text jsonl json sarif gitlab codequality junit csv html gitleaks github" ;;
    known) echo "text jsonl" ;;
    rules) echo "text json html markdown" ;;
    *) echo "text json" ;;
  esac
}

_leakwarden() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "$previous" in
    --format) words="$(_leakwarden_formats "${COMP_WORDS[1]}")" ;;
    --confidence) words="low medium high" ;;
    --fail-on) words="low medium high critical never" ;;
    --color) words="auto always never" ;;
    --output | --rules | --baseline | --compare | --config | --attest | --attest-key | --key)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return ;;
    *)
      if [ "$COMP_CWORD" -eq 1 ]; then
        words="$(_leakwarden_commands) help --help --version"
      elif [ "${current#-}" != "$current" ]; then
        words="$(_leakwarden_options "${COMP_WORDS[1]}")"
      elif [ "$COMP_CWORD" -eq 2 ]; then
        words="$(_leakwarden_verbs "${COMP_WORDS[1]}")"
      elif [ "${COMP_WORDS[1]} ${COMP_WORDS[2]}" = "hook run" ]; then
        words="$_leakwarden_hooks"
      fi ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  [ "${#COMPREPLY[@]}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

complete -o filenames -F _leakwarden leakwarden
