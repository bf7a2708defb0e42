#!/bin/sh
# Installs the Debian packages named as arguments, as root, without letting one of them start.
#
# Debian starts what it installs, and its coturn comes with a configuration that lets any user in.
# So a policy that forbids starting is in force while apt-get runs, and what was newly installed
# stays switched off at the next boot too: Bobwhite runs its own copies, with its own settings.
set -eu

policy=/usr/sbin/policy-rc.d
mark='# Put here by Bobwhite while it installs packages; safe to remove.'

if [ "$(id -u)" -ne 0 ]; then
    echo "This needs root: sudo sh $0 $*" >&2
    exit 1
fi

if [ -e "$policy" ] && ! grep -qF "$mark" "$policy"; then
    answer=0
    "$policy" coturn start >/dev/null 2>&1 || answer=$?
    if [ "$answer" -ne 101 ]; then
        echo "$policy exists and would let installed services start." >&2
        echo "Move it away for a moment, or install by hand and stop the services: $*" >&2
        exit 1
    fi
else
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy"
    chmod 755 "$policy"
fi

new=
for service in coturn postgresql; do
    [ -e "/etc/init.d/$service" ] || new="$new $service"
done

export DEBIAN_FRONTEND=noninteractive
apt-get -q -o DPkg::Lock::Timeout=120 update
apt-get -q -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"

for service in $new; do
    if [ -e "/etc/init.d/$service" ]; then
        update-rc.d "$service" disable
    fi
done
