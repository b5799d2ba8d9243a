"""Group packs: hostile and faulty packs. Each is files or a zip, given to the page and to the command."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.short_lessons import short_files

Files = dict[str, bytes]
CONTENT = Path(__file__).parents[2] / "content" / "finland"
BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
)


@dataclass(frozen=True)
class PackCase:
    """status and code: of the upload. files: a pack with something wrong, or a zip as it is (under its file name)."""

    id: str
    status: int
    code: str
    files: Callable[[], Files]
    is_zip: bool = False


def pack(version: str = "9.0.0", /, **changes: tuple[bytes, bytes]) -> Files:
    """A good pack, with one place changed: file (without ending) = (old, new). version: "" keeps the loaded one."""
    files = short_files(CONTENT)
    if version:
        files["pack.yaml"] = re.sub(rb'version: "[\d.]+"', f'version: "{version}"'.encode(), files["pack.yaml"])
    for name, (old, new) in changes.items():
        key = f"{name}.yaml"
        assert old in files[key], (key, old)
        files[key] = files[key].replace(old, new, 1)
    return files


def with_lesson(lesson_id: str, change: Callable[[dict[str, Any]], object], version: str = "9.0.0") -> Files:
    """A good pack with one lesson changed."""
    files, name = pack(version), f"lessons/{lesson_id}.yaml"
    lesson = json.loads(files[name])
    change(lesson)
    return {**files, name: json.dumps(lesson, indent=1).encode()}


def with_file(name: str, content: bytes) -> Files:
    """A good pack with one file's content replaced."""
    return {**pack(), name: content}


def zipped(files: Files) -> bytes:
    """A zip of files, the names as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.filename = name  # ZipInfo would mend it
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def zip_with_symlink() -> bytes:
    """A zip with a symbolic link in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("pack.yaml")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def zip_with_names(*names: str) -> Files:
    """A zip whose names lead out of it."""
    return {"pack.zip": zipped({**pack(), **dict.fromkeys(names, b"x")})}


def cycle() -> Files:
    """Two lessons that wait for each other."""
    first = with_lesson("fi-1", lambda lesson: lesson.update(requires=["fi-2"]))
    second = with_lesson("fi-2", lambda lesson: lesson.update(requires=["fi-1"]))
    return {**first, "lessons/fi-2.yaml": second["lessons/fi-2.yaml"]}


def service_at(address: bytes) -> Files:
    """A service whose address is not one that pupils may be sent to."""
    files = pack()
    files["services.yaml"] = re.sub(rb"https://opintopolku\.fi/konfo/fi/", address, files["services.yaml"], count=1)
    assert address in files["services.yaml"]
    return files


CASES = [
    PackCase("PACK-01", 422, "pack_alias_limit", lambda: with_file("services.yaml", BOMB.encode())),
    PackCase(
        "PACK-02",
        422,
        "pack_tag_forbidden",
        lambda: with_file("services.yaml", b"a: !!python/object/apply:os.system [ls]"),
    ),
    PackCase(
        "PACK-04",
        422,
        "duplicate_id",
        lambda: with_lesson("fi-4", lambda lesson: lesson["steps"].append(lesson["steps"][1])),
    ),
    PackCase("PACK-04b", 422, "duplicate_id", lambda: {**pack(), "lessons/fi-2b.yaml": pack()["lessons/fi-2.yaml"]}),
    PackCase("PACK-05", 422, "missing_language", lambda: with_lesson("fi-4", lambda lesson: lesson["title"].pop("en"))),
    PackCase("PACK-06", 422, "pack_cycle", cycle),
    PackCase(
        "PACK-08",
        422,
        "unknown_reference",
        lambda: with_lesson("fi-4", lambda lesson: lesson.update(requirements=["FI-R77"])),
    ),
    PackCase(
        "PACK-08b",
        422,
        "unknown_reference",
        lambda: with_lesson("fi-4", lambda lesson: lesson["steps"][1].update(service="nowhere")),
    ),
    PackCase("PACK-10", 422, "bad_url", lambda: service_at(b"javascript:alert(1)")),
    PackCase("PACK-10b", 422, "bad_url", lambda: service_at(b"data:text/html,x")),
    PackCase("PACK-10c", 422, "bad_url", lambda: service_at(b"http://opintopolku.fi/")),
    PackCase("PACK-10d", 422, "bad_url", lambda: service_at(b"https://user:pass@opintopolku.fi/")),
    PackCase("PACK-10e", 422, "bad_url", lambda: service_at(b"https:///nowhere")),
    PackCase("PACK-10f", 422, "bad_url", lambda: service_at(b"https://192.168.0.1/")),
    PackCase("PACK-11", 422, "wrong_type", lambda: with_lesson("fi-4", lambda lesson: lesson.update(minutes="ten"))),
    PackCase("PACK-11b", 422, "wrong_type", lambda: pack(pack=(b"valid_from: 2026-08-01", b"valid_from: 2026-13-45"))),
    PackCase("PACK-11c", 422, "wrong_type", lambda: pack(pack=(b"valid_to: null", b"valid_to: 2020-01-01"))),
    PackCase("PACK-11d", 422, "wrong_type", lambda: with_lesson("fi-4", lambda lesson: lesson.update(steps="many"))),
    PackCase("PACK-13", 413, "too_large", lambda: {"pack.zip": b"x" * (100 * 1024 * 1024)}, is_zip=True),
    PackCase("PACK-14", 422, "zip_unsafe", lambda: zip_with_names("../x"), is_zip=True),
    PackCase("PACK-14b", 422, "zip_unsafe", lambda: zip_with_names("/etc/x"), is_zip=True),
    PackCase("PACK-14c", 422, "zip_unsafe", lambda: zip_with_names("C:\\x"), is_zip=True),
    PackCase("PACK-14d", 422, "zip_unsafe", lambda: {"pack.zip": zip_with_symlink()}, is_zip=True),
    PackCase("PACK-14e", 422, "zip_unsafe", lambda: {"pack.zip": b"no zip at all"}, is_zip=True),
    PackCase("PACK-14f", 422, "zip_unsafe", lambda: zip_with_names(*["x/" * 30 + "y"], *["../../y"]), is_zip=True),
    PackCase("PACK-14g", 422, "zip_unsafe", lambda: {"pack.zip": zipped({"big.yaml": b" " * 50_000_000})}, is_zip=True),
    PackCase("PACK-16", 422, "not_utf8", lambda: with_file("services.yaml", b"\xff\xfe broken")),
    PackCase("PACK-16b", 422, "not_utf8", lambda: with_file("services.yaml", "services: []".encode("utf-16"))),
    PackCase("PACK-16c", 422, "not_utf8", lambda: with_file("services.yaml", b"services: []\x00\n")),
    PackCase("PACK-18", 422, "unknown_key", lambda: pack(requirements=(b"requirements:", b"requirments:"))),
    PackCase("PACK-21", 409, "version_exists", lambda: pack("", pack=(b"status: draft", b"status: released"))),
    PackCase("PACK-22", 409, "version_older", lambda: pack("0.9.0")),
    PackCase("PACK-26", 422, "pack_empty", lambda: with_file("services.yaml", b"")),
    PackCase("PACK-26b", 422, "pack_empty", lambda: with_file("services.yaml", b"# nothing but words\n")),
    PackCase(
        "PACK-26c", 422, "pack_many_documents", lambda: with_file("services.yaml", b"services: []\n---\nservices: []\n")
    ),
]
