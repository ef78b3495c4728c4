#!/bin/sh
# Run the browser flows on each supported JupyterLab, each in a virtual environment of its own.
#
#   .ci/jupyterlab_lanes.sh                    all lanes
#   .ci/jupyterlab_lanes.sh 4.2.7 newest       some of them
#   LANES_FOLDER=/somewhere PYTHON=python3.11 .ci/jupyterlab_lanes.sh image
#
# Lanes: 4.2.7 (the floor), 4.4.10, 4.5.10, newest, and image: the extensions of a current SageMaker Distribution.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
folder=${LANES_FOLDER:-$(mktemp -d)}
python=${PYTHON:-python3}
failed=""

[ -f "$root/jupyter_green/labextension/package.json" ] || {
    (cd "$root/labextension" && npm ci && npm run build:prod)
}

packages_of() {
    case $1 in
        newest) echo "jupyterlab>=4.6,<5 notebook" ;;
        image) echo "jupyterlab==4.5.10 notebook>=7.5,<7.6 jupyter-collaboration>=4.3,<4.5 jupyterlab-lsp>=5.0.3 \
python-lsp-server jupyterlab-git jupyter-server-documents==0.3.3" ;;
        4.2.*) echo "jupyterlab==$1 notebook>=7.2,<7.3" ;;
        4.4.*) echo "jupyterlab==$1 notebook>=7.4,<7.5" ;;
        4.5.*) echo "jupyterlab==$1 notebook>=7.5,<7.6" ;;
        *) echo "jupyterlab==$1 notebook>=7" ;;
    esac
}

lanes=${*:-4.2.7 4.4.10 4.5.10 newest image}
for lane in $lanes; do
    echo "== JupyterLab lane $lane"
    venv="$folder/$lane"
    [ -d "$venv" ] || "$python" -m venv "$venv"
    # shellcheck disable=SC2046  # one word for each requirement is what is wanted here
    "$venv/bin/pip" install -q $(packages_of "$lane")
    # The built files are found in the checkout, so the package itself is installed without building them again.
    JUPYTER_GREEN_KERNEL_ONLY=1 "$venv/bin/pip" install -q -e "$root[test]"
    # Among the image's extensions cells run on the server, so only what is promised there is asked for.
    if [ "$lane" = image ]; then set -- -m image; else set --; fi
    (cd "$root" && CI=true "$venv/bin/python" -m pytest tests/browser -q -p no:cacheprovider "$@") ||
        failed="$failed $lane"
done

if [ -n "$failed" ]; then
    echo "failed lanes:$failed"
    exit 1
fi
echo "all lanes passed"
