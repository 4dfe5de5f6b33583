"""Generates the stubs of Kith's proto while the package is built; pyproject.toml has the rest.

The proto is the repository's, or the copy that a source distribution carries.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

PROTO = "feature_store/v1/feature_store.proto"
HERE = Path(__file__).resolve().parent
COPY = HERE / "proto"
ROOT = COPY if COPY.exists() else HERE.parent.parent / "proto/src/main/proto"


class BuildWithStubs(build_py):
    def run(self) -> None:
        super().run()
        import grpc_tools  # only there while building
        from grpc_tools import protoc

        target = HERE / "src" if self.editable_mode else Path(self.build_lib)
        outputs = [f"--{kind}_out={target}" for kind in ("python", "pyi", "grpc_python")]
        includes = [f"-I{ROOT}", f"-I{Path(grpc_tools.__file__).parent / '_proto'}"]
        if protoc.main(["protoc", *includes, *outputs, PROTO]) != 0:
            raise SystemExit(f"protoc could not compile {ROOT / PROTO}")
        (target / "feature_store" / "py.typed").touch()


class SdistWithProto(sdist):
    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        copy = Path(base_dir) / "proto" / PROTO
        copy.parent.mkdir(parents=True)
        shutil.copyfile(ROOT / PROTO, copy)


setup(cmdclass={"build_py": BuildWithStubs, "sdist": SdistWithProto})
