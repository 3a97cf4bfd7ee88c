#!/bin/sh
# Makes .venv with exactly what requirements.lock pins, and this checkout in it. What is done already is not done again.
# PYTHON=... chooses the Python. pip is given no index: it keeps to the settings of the machine.
set -eu
cd "$(dirname "$0")/.."

venv=.venv

stop() {
    echo "setup: $*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11 or newer that runs here."
        python=$PYTHON
        return
    fi
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$python"; then return; fi
    done
    stop "Mirrorball needs Python 3.11 or newer and found none; install one, or name it: make setup PYTHON=/path/to/python3"
}

# Debian and its kin ship Python without the part that makes virtual environments.
can_make_venv() {
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1
}

need_venv() {
    if can_make_venv; then return; fi
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "setup: installing $package, which makes virtual environments"
        export DEBIAN_FRONTEND=noninteractive
        apt-get install -y "$package" >/dev/null 2>&1 ||
            { apt-get update && apt-get install -y "$package"; } >/dev/null 2>&1 || :
    fi
    can_make_venv || stop "$python cannot make virtual environments; on Debian or Ubuntu run: sudo apt-get install $package"
}

# A virtual environment knows its own place, so a checkout that was moved needs a new one.
pins() {
    pwd
    cat requirements.lock
}

python_is_wanted() {
    [ -z "${PYTHON:-}" ] || [ "$("$PYTHON" --version 2>&1)" = "$("$venv/bin/python" --version 2>&1)" ]
}

pip() {
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check "$@"
}

if ! { [ -x "$venv/bin/python" ] && python_is_wanted && pins | cmp -s - "$venv/pins"; }; then
    find_python
    need_venv
    echo "setup: $("$python" --version) in $venv, with what requirements.lock pins (once, about a minute)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
    pip --require-hashes -r requirements.lock || stop "pip could not install what requirements.lock pins; its reason stands above."
    pins >"$venv/pins"
fi

if ! cmp -s pyproject.toml "$venv/pyproject.toml"; then
    pip --no-deps --no-build-isolation -e . || stop "pip could not install this checkout; its reason stands above."
    cp pyproject.toml "$venv/pyproject.toml"
fi
