#!/bin/sh
# 离线安装 formgen 到 ~/.local/share/formgen：需要 Python 3.11 或 3.12。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=""
for candidate in python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))'; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python 3.11 或 3.12（银河麒麟 V10 自带的版本太旧，请先装新的）。" >&2
    exit 1
fi
home="${XDG_DATA_HOME:-$HOME/.local/share}/formgen"
"$python" -m venv "$home"
"$home/bin/python" -m pip install -q --no-index --find-links "$here/wheels" "formgen[typst,page]"
mkdir -p "$HOME/.local/bin"
ln -sf "$home/bin/formgen" "$HOME/.local/bin/formgen"
echo "装好了：$HOME/.local/bin/formgen。运行 formgen serve 打开填报台，formgen --help 看全部命令。"
