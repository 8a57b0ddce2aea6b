# fish completion for leakwarden. It asks the program, so it knows what this version knows.

function __leakwarden_commands
    leakwarden --help 2>/dev/null | awk '/^[A-Z].*/ { on = 1 } on && /^  [a-z]/ && $1 != "leakwarden" { print $1 }'
end

function __leakwarden_options
    set -l words (commandline -opc)
    test (count $words) -ge 2; or return
    leakwarden $words[2] --help 2>/dev/null | sed -n 's/^  \(--[a-z][a-z-]*\).*/\1/p'
end

function __leakwarden_takes
    contains -- --$argv[1] (__leakwarden_options)
end

function __leakwarden_formats
    set -l words (commandline -opc)
    switch "$words[2]"
        case scan
            string split ' ' 'text jsonl json sarif gitlab codequality junit csv html gitleaks github'
        case known
            string split ' ' 'text jsonl'
        case rules
            string split ' ' 'text json html markdown'
        case '*'
            string split ' ' 'text json'
    end
end

function __leakwarden_at
    set -l words (commandline -opc)
    test (count $words) -eq (math (count $argv) + 1); or return 1
    test (count $argv) -eq 0; or test "$words[2..]" = "$argv"
end

complete -c leakwarden -n __leakwarden_at -f -a '(__leakwarden_commands) help --help --version'
complete -c leakwarden -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__leakwarden_options)'
complete -c leakwarden -n '__leakwarden_at hook' -a 'install uninstall status run'
complete -c leakwarden -n '__leakwarden_at hook run' -f -a 'pre-commit pre-merge-commit commit-msg pre-push pre-receive post-receive agent'
complete -c leakwarden -n '__leakwarden_at rules' -a 'list show check explain import generate'
complete -c leakwarden -n '__leakwarden_at baseline' -a 'create add update check'
complete -c leakwarden -n '__leakwarden_at report' -a diff
complete -c leakwarden -n '__leakwarden_at attest' -a verify
complete -c leakwarden -n '__leakwarden_at incidents' -a 'list show acknowledge assign resolve reopen suppress export'
complete -c leakwarden -n '__leakwarden_at alerts' -a 'list retry drop'
complete -c leakwarden -n '__leakwarden_at notify' -a 'test preview'
complete -c leakwarden -n '__leakwarden_at store' -a 'migrate check settle export import'
complete -c leakwarden -n '__leakwarden_at help' -f -a '(__leakwarden_commands)'
complete -c leakwarden -n '__leakwarden_takes format' -l format -x -a '(__leakwarden_formats)'
complete -c leakwarden -n '__leakwarden_takes confidence' -l confidence -x -a 'low medium high'
complete -c leakwarden -n '__leakwarden_takes fail-on' -l fail-on -x -a 'low medium high critical never'
complete -c leakwarden -n '__leakwarden_takes color' -l color -x -a 'auto always never'
