"""Kernels as machine code on disk: Numba compiles them once; from then on they are loaded without it.

Importing Numba and waking what it keeps on disk takes longer than reading a hundred megabytes, and more memory. The code
lies beside the kernels, or, where that folder cannot be written, in the user's cache. Its name tells what it was made from
and which processor it is for.
"""

import ctypes
import hashlib
import os
import platform
import re
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import llvmlite.binding as llvm
import numpy as np

_HERE = Path(__file__).parent
_ROOM = (__package__ or "").rpartition(".")[0]
_IMPORT = re.compile(rf"^from {re.escape(_ROOM)}\.([\w.]+) import", re.MULTILINE)
_ERROR_PATHS = (
    "NRT_Free", "NRT_MemInfo_call_dtor", "numba_do_raise", "numba_gil_ensure", "numba_gil_release",
    "numba_runtime_build_excinfo_struct", "numba_unpickle",
)  # fmt: skip
"""Numba's own functions to which compiled code refers; kernels neither raise nor allocate, so none is ever called."""
_LOCK = Lock()
_TYPES = {name: np.dtype(name) for name in ("i1", "u1", "i2", "i4", "i8", "u8", "f8")}


@dataclass
class Kernel:
    """A function of a module of kernels that takes arrays and integers, and returns an integer."""

    module: str
    """Its name within ``pipelines.ingest``."""
    name: str
    parameters: str
    """Such as ``u1[] i8``; arrays are of one dimension, without gaps."""
    _entry: Any = field(default=None, init=False)
    _kept: list[Any] = field(default_factory=list, init=False)

    def __call__(self, *arguments: Any) -> int:
        """Run it, without holding the interpreter.

        Raises:
            TypeError: An array of another type, or with gaps.
        """
        if self._entry is None:
            self.load()
        given: list[int] = []
        for parameter, argument in zip(self.parameters.split(), arguments, strict=True):
            if not parameter.endswith("[]"):
                given.append(int(argument))
                continue
            if argument.dtype != _TYPES[parameter[:-2]] or not argument.flags.c_contiguous:
                raise TypeError(f"{self.name}: {parameter} is wanted, {argument.dtype} given")
            given += (argument.__array_interface__["data"][0], argument.size)
        return int(self._entry(*given))

    def load(self) -> None:
        """Make it ready: from the disk, else by compiling it."""
        with _LOCK:
            if self._entry is not None:
                return
            address = self._stored()
            if address is None:
                address = self._compiled()
            widths = [2 if parameter.endswith("[]") else 1 for parameter in self.parameters.split()]
            self._entry = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * sum(widths))(address)

    def _stored(self) -> int | None:
        for folder in _folders():
            try:
                head, _, code = (folder / self._file_name()).read_bytes().partition(b"\n")
                symbol, digest = head.decode("ascii").split(" ")
            except (OSError, ValueError):
                continue
            # LLVM ends the process over an object that is none.
            if hashlib.sha256(code).hexdigest() == digest:
                return _loaded(code, symbol)
        return None

    def _compiled(self) -> int:
        numba: Any = import_module("numba")
        kernel = getattr(import_module(f"{_ROOM}.{self.module}"), self.name)
        taken, passed, kinds = [], [], []
        for place, parameter in enumerate(self.parameters.split()):
            kind = numba.types.__dict__[_TYPES[parameter.removesuffix("[]")].name]
            is_array = parameter.endswith("[]")
            taken += [f"a{place}", f"n{place}"] if is_array else [f"a{place}"]
            passed.append(f"carray(a{place}, n{place})" if is_array else f"a{place}")
            kinds += [numba.types.CPointer(kind), numba.types.int64] if is_array else [kind]
        names: dict[str, Any] = {"kernel": kernel, "carray": numba.carray}
        exec(f"def entry({', '.join(taken)}):\n    return kernel({', '.join(passed)})", names)
        made = numba.cfunc(numba.types.int64(*kinds), nopython=True, error_model="numpy")(names["entry"])
        self._kept.append(made)
        # Another Numba may keep its code in another way: then it is asked each time.
        with suppress(AttributeError):
            library, symbol = made._library, made.native_name
            needed = {one.name for one in library._final_module.functions if one.is_declaration}
            if all(name.startswith(("Py", "llvm.", *_ERROR_PATHS)) or name in {"memset", "memcpy", "memcmp"} for name in needed):
                code = library._get_compiled_object()
                _store(self._file_name(), f"{symbol} {hashlib.sha256(code).hexdigest()}\n".encode("ascii") + code)
        return int(made.address)

    def _file_name(self) -> str:
        return f"{self.module}.{self.name}-{_origin(self.module)}.kernel"


@cache
def _origin(module: str) -> str:
    """Digest of what the code depends on."""
    digest = hashlib.sha256()
    sources: dict[str, bytes] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in sources:
            sources[name] = _HERE.parent.joinpath(*name.split(".")).with_suffix(".py").read_bytes()
            waiting += _IMPORT.findall(sources[name].decode())
    for name in sorted(sources):
        digest.update(sources[name])
    told = (llvm.llvm_version_info, sys.version_info[:2], platform.machine(), llvm.get_host_cpu_name())
    digest.update(repr((told, llvm.get_host_cpu_features().flatten(), Path(__file__).read_bytes())).encode())
    return digest.hexdigest()[:16]


def _folders() -> tuple[Path, Path]:
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return _HERE / "__pycache__", caches / "jueshan" / "kernels"


def _store(name: str, content: bytes) -> None:
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as written:
                written.write(content)
            Path(written.name).chmod(0o644)
            Path(written.name).replace(folder / name)
            for old in folder.glob(f"{name.rpartition('-')[0]}-*.kernel"):
                if old.name != name:
                    old.unlink(missing_ok=True)
        except OSError:
            continue
        return


@cache
def _engine() -> Any:
    """What puts machine code into memory, and holds it there."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    never: Any = ctypes.cast(ctypes.pythonapi.Py_FatalError, ctypes.c_void_p).value
    for name in _ERROR_PATHS:
        if not llvm.address_of_symbol(name):
            llvm.add_symbol(name, never)
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


def _loaded(code: bytes, symbol: str) -> int | None:
    _engine().add_object_file(llvm.ObjectFileRef.from_data(code))
    _engine().finalize_object()
    return int(_engine().get_function_address(symbol)) or None
