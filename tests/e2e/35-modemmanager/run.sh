#!/usr/bin/env bash
# The gateway, ModemManager of Debian (which nobody here wrote) on a private bus, and below it our simulated modem: texts of both
# alphabets and long ones out and in, status reports, an error, ModemManager killed and started again, a modem unplugged.
#
#   run.sh BUILD_DIR      exit 0: all as it should be; 77 without ModemManager, dbus-daemon or socat
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1 PATH="$PATH:/usr/sbin"
exec python3 "$(dirname "$0")/modemmanager.py" "$1"
