#!/bin/sh
# Installs what is checked out here into a new folder: nothing but what the lock files name, to the
# byte. What runs meanwhile is not touched.   sh deploy/install.sh FOLDER
set -eu
umask 022
test $# = 1 || { echo "Usage: sh deploy/install.sh FOLDER" >&2; exit 2; }
test ! -e "$1" || { echo "$1 is there already: name a new folder, or remove it." >&2; exit 1; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; test -e "$folder/.complete" || rm -rf "$folder"' EXIT
cd "$(dirname "$0")/.."

pip="-m pip --disable-pip-version-check --no-input install -qq --require-hashes --only-binary :all:"
echo "Building…"
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" $pip -r requirements-build.lock
command -v npm >/dev/null || "$scratch/venv/bin/python" $pip -r requirements-node.lock
"$scratch/venv/bin/hatchling" build -t wheel -d "$scratch/dist" >/dev/null

echo "Installing…"
python3 -m venv "$folder"
"$folder/bin/python" $pip -r requirements.lock
# The wheel was built just now: there is no hash that it could be held against.
"$folder/bin/python" -m pip --disable-pip-version-check install -qq --no-index --no-deps "$scratch"/dist/*.whl
touch "$folder/.complete"
"$folder/bin/widgets" --help >/dev/null
echo "Installed in $folder."
